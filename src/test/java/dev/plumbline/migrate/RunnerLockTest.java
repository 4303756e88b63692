package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.GoldenProblem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.cli.CommandRun;
import dev.plumbline.shadow.TestServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
class RunnerLockTest {
    @TempDir
    Path directory;

    @Test
    void refusesAPoolerThatSharesSessions() throws Exception {
        URI server = URI.create(TestServer.shared().newDatabase());
        String[] login = server.getUserInfo().split(":", 2);
        Files.writeString(directory.resolve("1_one.up.sql"), "CREATE TABLE one (id int);");
        String database = server.getPath().substring(1);
        try (TransactionPooler pooler = new TransactionPooler(server.getPort(), login[0], login[1], database)) {
            String url = "postgres://somebody@127.0.0.1:" + pooler.port() + "/" + database;
            Engine engine = engine(url);
            ProblemException e = catchThrowableOfType(ProblemException.class, () -> engine.apply(new Target.Default()));
            GoldenProblem.check(ProblemId.POOLER_REFUSED, e.problem(), ":\\d+/\\w+", ":6432/shop");
            ProblemException preview =
                    catchThrowableOfType(ProblemException.class, () -> engine.previewApply(new Target.Default()));
            assertThat(preview.problem()).isEqualTo(e.problem());
            assertThat(engine.status().in(State.PENDING)).hasSize(1);
            CommandRun same = CommandRun.of(
                    "diff", "db:" + url.replace("somebody@", "somebody:x@"), "db:" + server, "--exit-code");
            assertThat(same.out()).as(same.err()).endsWith("no difference\n");
            try (Sql next = new Sql(url.replace("somebody@", "somebody:x@"))) {
                assertThat(next.one("SHOW lock_timeout"))
                        .as("what the next client of the shared session finds")
                        .isEqualTo("0");
            }
            try (Sql direct = new Sql(server.toString())) {
                assertThat(direct.one("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND state LIKE 'idle in transaction%'"))
                        .isEqualTo("0");
            }
        }
    }

    @Test
    void namesABackendThatGoesOnAlone() throws Exception {
        String url = TestServer.shared().newDatabase();
        Files.writeString(directory.resolve("1_one.up.sql"), "CREATE TABLE one (id int);");
        Files.writeString(directory.resolve("2_two.up.sql"), "VACUUM one;");
        Engine engine = engine(url);
        engine.apply(new Target.Steps(1));
        try (Sql survivor = new Sql(url)) {
            survivor.run(
                    "INSERT INTO plumb.migration_run (identity, version, slug, direction, result, raw_checksum,"
                            + " checksum, canonicaliser, statement_checksums, statements, author, tool_version, started_at,"
                            + " duration_ms) VALUES ('2', '2', 'two', 'up', 'running', '', '', 1, '{}', 1, 'x', 'x', now(), 0)");
            survivor.run("INSERT INTO plumb.migration_step (run_id, ordinal, first_statement, last_statement, alone,"
                    + " state, statement, statement_checksums, backend_pid, backend_start, catalog_before)"
                    + " SELECT 2, 1, 1, 1, true, 'intended', 'VACUUM one', '{}', pid, backend_start, ''"
                    + " FROM pg_stat_activity WHERE pid = pg_backend_pid()");
            ProblemException e = catchThrowableOfType(ProblemException.class, () -> engine.apply(new Target.Default()));
            GoldenProblem.check(ProblemId.ORPHAN_AT_WORK, e.problem(), "backend \\d+", "backend <n>");
        }
        assertThat(engine.apply(new Target.Default()).done()).hasSize(1);
    }

    @Test
    void keepsRunnersOfOneLedgerApart() throws Exception {
        String url = TestServer.shared().newDatabase();
        Files.writeString(directory.resolve("1_one.up.sql"), "SELECT 1;");
        try (Sql other = new Sql(url)) {
            other.run("SELECT pg_advisory_lock(" + 0x706C756D + ", " + "plumb".hashCode() + ")");
            ProblemException e = catchThrowableOfType(
                    ProblemException.class, () -> engine(url).apply(new Target.Default()));
            assertThat(e.problem().id()).isEqualTo(ProblemId.RUNNER_BUSY);

            Engine ofAnother = new TestEngine(url).ledgerSchema("deploy").over(directory);
            assertThat(ofAnother.apply(new Target.Default()).done()).hasSize(1);
        }
    }

    @Test
    void knowsTheNamesOfDeadRunners() {
        assertThat(RunnerName.of("apply")).hasSizeLessThanOrEqualTo(63).endsWith(" apply");
        assertThat(RunnerName.isDead(RunnerName.of("apply"))).isFalse();
        assertThat(RunnerName.isDead(RunnerName.of("apply").replaceFirst("plumb/\\d+", "plumb/" + Integer.MAX_VALUE)))
                .isTrue();
        assertThat(RunnerName.isDead("psql")).isFalse();
    }

    private Engine engine(String url) {
        return new TestEngine(url)
                .application(RunnerName.of("apply"))
                .patience(Duration.ofSeconds(1))
                .over(directory);
    }
}
