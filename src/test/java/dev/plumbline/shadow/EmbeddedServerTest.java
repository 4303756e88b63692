package dev.plumbline.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.GoldenProblem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.shadow.EmbeddedServer.Options;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class EmbeddedServerTest {
    @Test
    void answersQueries() throws SQLException {
        try (EmbeddedServer server = EmbeddedServer.start(Options.throwaway())) {
            assertThat(query(server, "SHOW server_version")).isEqualTo(server.version());
            assertThat(query(server, "SELECT upper('ärger')")).isEqualTo("ÄRGER");
        }
    }

    @Test
    void twoServersRunBesideEachOther() throws SQLException {
        try (EmbeddedServer one = EmbeddedServer.start(Options.throwaway().withSetting("work_mem", "1MB"));
                EmbeddedServer two = EmbeddedServer.start(Options.durableServer())) {
            assertThat(query(one, "SHOW fsync")).isEqualTo("off");
            assertThat(query(one, "SHOW work_mem")).isEqualTo("1MB");
            assertThat(query(two, "SHOW fsync")).isEqualTo("on");
            assertThat(one.port()).isNotEqualTo(two.port());
        }
    }

    @Test
    void restartIsACrashThatKeepsWhatWasCommitted() throws SQLException {
        try (EmbeddedServer server = EmbeddedServer.start(Options.throwaway())) {
            int port = server.port();
            execute(server, "CREATE TABLE kept AS SELECT generate_series(1, 1000)");
            server.restart();
            assertThat(server.port()).isEqualTo(port);
            assertThat(query(server, "SELECT count(*) FROM kept")).isEqualTo("1000");
        }
    }

    @Test
    void closingRemovesTheData() {
        EmbeddedServer server = EmbeddedServer.start(Options.throwaway());
        assertThat(server.dataDirectory()).isDirectory();
        server.close();
        assertThat(server.dataDirectory().getParent()).doesNotExist();
        server.close();
    }

    @Test
    void closingAfterStopRemovesTheData() {
        EmbeddedServer server = EmbeddedServer.start(Options.throwaway());
        server.stop();
        assertThat(server.dataDirectory()).isDirectory();
        server.close();
        assertThat(server.dataDirectory().getParent()).doesNotExist();
    }

    @Test
    void failedStartQuotesTheLog() throws IOException {
        Options options = Options.throwaway().withSetting("no_such_setting", "1");
        ProblemException e = catchThrowableOfType(ProblemException.class, () -> EmbeddedServer.start(options));
        GoldenProblem.check(
                ProblemId.EMBEDDED_START_FAILED,
                e.problem(),
                "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d+ \\w+ \\[\\d+\\]",
                "<time>",
                "PostgreSQL \\d+\\.\\d+",
                "PostgreSQL <version>",
                "(?m)  at     .*$",
                "  at     <directory>");
    }

    @Test
    void sharedServerGivesFreshDatabases() throws SQLException {
        String one = TestServer.shared().newDatabase();
        String two = TestServer.shared().newDatabase();
        assertThat(one).isNotEqualTo(two);
        try (Connection connection = TestServer.connect(one)) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    private static String query(EmbeddedServer server, String sql) throws SQLException {
        try (Connection connection = TestServer.connect(server.url("postgres"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(EmbeddedServer server, String sql) throws SQLException {
        try (Connection connection = TestServer.connect(server.url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
