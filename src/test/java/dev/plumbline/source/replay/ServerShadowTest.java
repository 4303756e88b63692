package dev.plumbline.source.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.GoldenProblem;
import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.db.Session;
import dev.plumbline.shadow.TestServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays on a server of the user's. */
@Tag("database")
class ServerShadowTest {
    private static final String URL = TestServer.shared().adminUrl();

    @TempDir
    Path directory;

    private static Replayer.Shadows onServer(Optional<String> target) {
        return new Replayer.Shadows(
                Optional.of(ReplayHolder.database(URL)),
                18,
                target.map(ReplayHolder::database).stream().toList(),
                Optional.empty());
    }

    private static List<String> shadows() throws SQLException {
        try (Session session = ReplayHolder.database(URL).open()) {
            return session.query(
                    "SELECT datname FROM pg_database WHERE datname LIKE 'plumb_shadow_%'", row -> row.getString(1));
        }
    }

    @AfterEach
    void nothingIsLeft() throws SQLException {
        assertThat(shadows()).isEmpty();
    }

    @Test
    void aDatabaseIsMadeAndDropped() throws Exception {
        Folder folder = new Folder(directory)
                .file("1_a.up.sql", "CREATE TABLE a (id int);")
                .file("2_b.up.sql", "CREATE INDEX CONCURRENTLY i ON a (id);");
        try (Replayed replayed =
                folder.replay(onServer(Optional.of(TestServer.shared().newDatabase())), Map.of())) {
            String name = Folder.one(replayed, "SELECT current_database()");
            assertThat(shadows()).containsExactly(name);
            assertThat(folder.said)
                    .containsExactly(
                            "shadow.url is on the server of the target: its load is felt there",
                            "replaying in database " + name + " on "
                                    + ReplayHolder.database(URL).spec().display() + ", which is dropped afterwards");
            assertThat(folder.origin(replayed, "SELECT xmin FROM pg_class WHERE relname = 'a'"))
                    .isEqualTo("1_a.up.sql:2:1");
            assertThat(folder.origin(replayed, "SELECT xmin FROM pg_class WHERE relname = 'i'"))
                    .isEqualTo("2_b.up.sql:2:1");
        }
    }

    @Test
    void aFailureDropsIt() throws Exception {
        Folder folder = new Folder(directory)
                .file("1_a.up.sql", "CREATE TABLE a (id int);\nGRANT SELECT ON a TO nobody_there;");
        Problem problem = problem(folder, Optional.empty());
        assertThat(problem.id()).isEqualTo(ProblemId.REPLAY_FAILED);
        assertThat(problem.state())
                .isEqualTo("statement 1 had run; the shadow's database is dropped, and no other was touched");
        assertThat(problem.remedies().getFirst())
                .isEqualTo("make it there, if that server is for such things: CREATE ROLE \"nobody_there\" NOLOGIN");
    }

    @Test
    void theTargetItselfIsRefused() throws Exception {
        Folder folder = new Folder(directory).file("1_a.up.sql", "CREATE TABLE a (id int);");
        Problem problem = problem(folder, Optional.of(URL));
        GoldenProblem.check(ProblemId.SHADOW_IS_TARGET, problem, varying());
    }

    @Test
    void whatOtherDatabasesShareIsNotChanged() throws Exception {
        Folder folder = new Folder(directory).file("1_a.up.sql", "CREATE TABLE a (id int);\nCREATE ROLE app;");
        Problem problem = problem(folder, Optional.empty());
        GoldenProblem.check(ProblemId.SHADOW_SERVER_WIDE, problem, varying());
    }

    @Test
    void whatAKilledRunLeftIsDropped() throws Exception {
        try (Session session = ReplayHolder.database(URL).open()) {
            session.execute("CREATE DATABASE plumb_shadow_1700000000_0123abcd");
        }
        Folder folder = new Folder(directory).file("1_a.up.sql", "CREATE TABLE a (id int);");
        folder.replay(onServer(Optional.empty()), Map.of()).close();
        assertThat(folder.said.getFirst())
                .startsWith("dropped plumb_shadow_1700000000_0123abcd on ")
                .endsWith(", left by a run that was killed");
    }

    @Test
    void anInterruptedRunDropsIt() throws Exception {
        new Folder(directory).file("1_a.up.sql", "SELECT pg_sleep(100);");
        Process process = ReplayHolder.process(directory, directory, URL).start();
        ReplayDeathTest.await(() -> {
            try {
                return !shadows().isEmpty();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        Thread.sleep(300);
        process.destroy();
        assertThat(process.waitFor()).isNotZero();
    }

    private Problem problem(Folder folder, Optional<String> target) {
        return catchThrowableOfType(ProblemException.class, () -> folder.replay(onServer(target), Map.of())
                        .close())
                .problem();
    }

    private String[] varying() {
        return new String[] {Pattern.quote(directory + "/"), "db/", "127\\.0\\.0\\.1:\\d+", "<server>"};
    }
}
