package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.GoldenProblem;
import dev.plumbline.ProblemId;
import dev.plumbline.migrate.Workbench.Outcome;
import dev.plumbline.shadow.EmbeddedServer;
import dev.plumbline.shadow.TestServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong around a run: after each fault the message tells the database's state, and the next run goes on. */
@Tag("database")
class FaultTest {
    /** Makes a table, then sleeps as long as the table {@code pause} says. */
    private static final String SLEEPER = """
            CREATE TABLE made (id int);
            SELECT pg_sleep(seconds) FROM pause;
            CREATE TABLE made_after (id int);
            """;

    private static final String BUILD = "CREATE INDEX CONCURRENTLY item_name_idx ON item (name);\n";
    private static final String NOTHING = "nothing of 1 step is in the database";
    private static final String SLEEPS =
            "SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(seconds)%' AND state = 'active'"
                    + " AND wait_event = 'PgSleep' AND datname = current_database()";
    private static final String WAITS = "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            + " AND datname = current_database() AND pid <> pg_backend_pid() AND application_name ~ '^(workbench|plumb)'";

    /** Whether no DROP is at work. */
    private static final String DROPS = "SELECT count(*) = 0 FROM pg_stat_activity WHERE state = 'active'"
            + " AND query LIKE 'DROP INDEX%' AND datname = current_database()";

    @TempDir
    Path directory;

    private String url = "";
    private Sql sql;
    private Workbench bench;

    @BeforeEach
    void open() throws Exception {
        url = TestServer.shared().newDatabase();
        open(url);
    }

    private void open(String at) throws Exception {
        sql = new Sql(at);
        bench = new Workbench(directory.resolve("migrations"), at);
        sql.run("CREATE TABLE pause (seconds int); INSERT INTO pause VALUES (60)");
        sql.run("CREATE TABLE item (id int, name text)");
        sql.run("INSERT INTO item SELECT i, 'item ' || i FROM generate_series(1, 3000) i");
    }

    @AfterEach
    void close() throws Exception {
        sql.close();
    }

    private static void terminateRunner(Sql sql) throws Exception {
        sql.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name = '" + Workbench.APPLICATION
                + "' AND query !~ 'pg_blocking_pids|create_index'");
    }

    private Sql holding(String lock) throws Exception {
        Sql holder = new Sql(url);
        holder.run("SET application_name = 'reporting'");
        holder.run("BEGIN; " + lock);
        return holder;
    }

    private boolean exists(String table) throws Exception {
        return sql.is("to_regclass('" + table + "') IS NOT NULL");
    }

    private void goesOn() throws Exception {
        sql.run("UPDATE pause SET seconds = 0");
        bench.apply().succeeds();
        assertThat(bench.state("1")).isEqualTo(State.APPLIED);
    }

    @Test
    void aBackendTerminatedInATransaction() throws Exception {
        bench.up(1, SLEEPER);
        CompletableFuture<Outcome> run = bench.applying();
        sql.await(SLEEPS);
        terminateRunner(sql);
        Outcome outcome = run.join();
        outcome.fails(ProblemId.CONNECTION_LOST, "terminating connection", "asked again: " + NOTHING);
        GoldenProblem.check(ProblemId.CONNECTION_LOST, outcome.problem().orElseThrow(), directory + "/", "");
        assertThat(exists("made")).isFalse();
        assertThat(bench.state("1")).isEqualTo(State.PENDING);
        goesOn();
        assertThat(exists("made_after")).isTrue();
    }

    @Test
    void aBackendTerminatedInAConcurrentBuild() throws Exception {
        bench.up(1, BUILD);
        try (Sql writer = holding("LOCK TABLE item IN ROW EXCLUSIVE MODE")) {
            CompletableFuture<Outcome> run = bench.applying();
            sql.await(WAITS);
            terminateRunner(sql);
            run.join()
                    .fails(
                            ProblemId.CONNECTION_LOST,
                            "terminating connection",
                            "the statement was begun; the next run decides from the catalog what became of it");
            writer.run("ROLLBACK");
        }
        assertThat(sql.is("SELECT NOT indisvalid FROM pg_index WHERE indexrelid = 'item_name_idx'::regclass"))
                .isTrue();
        assertThat(bench.state("1")).isEqualTo(State.PARTIAL);
        goesOn();
        assertThat(sql.is("SELECT indisvalid FROM pg_index WHERE indexrelid = 'item_name_idx'::regclass"))
                .isTrue();
    }

    @Test
    void aPartThatBrokeOffIsRolledBackAndAppliedAgain() throws Exception {
        bench.up(1, "CREATE TABLE made (id int);\n" + BUILD)
                .down(1, "DROP INDEX CONCURRENTLY IF EXISTS item_name_idx;\nDROP TABLE made;\n");
        try (Sql writer = holding("LOCK TABLE item IN ROW EXCLUSIVE MODE")) {
            CompletableFuture<Outcome> run = bench.applying();
            sql.await(WAITS);
            terminateRunner(sql);
            assertThat(run.join().problem()).isPresent();
            writer.run("ROLLBACK");
        }
        bench.rollback().succeeds();
        assertThat(bench.state("1")).isEqualTo(State.PENDING);
        assertThat(exists("made")).isFalse();
        goesOn();
        assertThat(sql.rows("SELECT direction, result FROM plumb.migration_run ORDER BY id"))
                .containsExactly("up|failed", "down|done", "up|done");
    }

    @Test
    void aServerThatCrashesDuringAMigration() throws Exception {
        sql.close();
        try (EmbeddedServer server = EmbeddedServer.start(EmbeddedServer.Options.throwaway())) {
            open(server.url("postgres"));
            bench.up(1, SLEEPER);
            CompletableFuture<Outcome> run = bench.applying();
            sql.await(SLEEPS);
            server.restart();
            run.join()
                    .fails(ProblemId.CONNECTION_LOST, "the connection to the server broke", "asked again: " + NOTHING);
            sql.close();
            sql = new Sql(server.url("postgres"));
            assertThat(exists("made")).isFalse();
            goesOn();
            sql.close();
        }
    }

    private Outcome cut(String marker, String text, CutProxy.Cut cut) throws Exception {
        try (CutProxy proxy = new CutProxy(URI.create(url).getPort())) {
            proxy.arm(marker, text, cut);
            return bench.applyBy(proxy.url(url));
        }
    }

    @Test
    void aConnectionCutDuringAStatement() throws Exception {
        bench.up(1, SLEEPER);
        cut("CREATE TABLE made", "pg_sleep", CutProxy.Cut.AFTER_IT)
                .fails(ProblemId.CONNECTION_LOST, "the connection to the server broke", "asked again: " + NOTHING);
        assertThat(exists("made")).isFalse();
        goesOn();
    }

    @Test
    void aLossThatTheServerDoesNotNotice() throws Exception {
        bench.up(1, "CREATE TABLE made (id int);\nUPDATE item SET id = 0;\nCREATE TABLE made_after (id int);\n");
        try (CutProxy proxy = new CutProxy(URI.create(url).getPort())) {
            proxy.arm("CREATE TABLE made", "UPDATE item", CutProxy.Cut.ONE_SIDED);
            Outcome outcome = bench.applyBy(proxy.url(url));
            String backend = sql.one("SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction'"
                    + " AND application_name = 'workbench' AND datname = current_database()");
            outcome.fails(
                    ProblemId.CONNECTION_LOST,
                    "the connection to the server broke",
                    "not known yet: the server has not noticed the loss, and backend " + backend
                            + " is still there; the next run waits for its end");
        }
        goesOn();
    }

    @Test
    void aServerThatDoesNotAnswerAnyMore() throws Exception {
        bench.up(1, "CREATE TABLE made (id int);\n");
        Outcome outcome = cut("CREATE TABLE made", "COMMIT", CutProxy.Cut.FOR_EVER);
        outcome.fails(
                ProblemId.CONNECTION_LOST,
                "the connection to the server broke",
                "not known: the server did not answer when it was asked again");
        assertThat(outcome.of(Event.Remark.class))
                .extracting(Event.Remark::text)
                .anyMatch(text -> text.contains("asking on a new one what became of the work"))
                .anyMatch(text -> text.endsWith("so far: the server does not answer"));
        goesOn();
    }

    @Test
    void aConnectionCutBeforeCommit() throws Exception {
        bench.up(1, "CREATE TABLE made (id int);\n");
        cut("CREATE TABLE made", "COMMIT", CutProxy.Cut.BEFORE_IT)
                .fails(ProblemId.CONNECTION_LOST, "the connection to the server broke", "asked again: " + NOTHING);
        assertThat(exists("made")).isFalse();
        goesOn();
    }

    @Test
    void aConnectionCutBetweenCommitAndItsAnswer() throws Exception {
        bench.up(1, "CREATE TABLE made (id int);\n");
        cut("CREATE TABLE made", "COMMIT", CutProxy.Cut.AFTER_ITS_ANSWER)
                .fails(
                        ProblemId.CONNECTION_LOST,
                        "the connection to the server broke",
                        "1 step is applied: its COMMIT had reached the server");
        assertThat(exists("made")).isTrue();
        goesOn();
        assertThat(sql.rows("SELECT result FROM plumb.migration_run")).containsExactly("done");
    }

    @Test
    void aStepWhoseCommitIsNotAnswered() throws Exception {
        bench.up(1, "CREATE TABLE made (id int);\nVACUUM item;\n");
        cut("CREATE TABLE made", "COMMIT", CutProxy.Cut.AFTER_ITS_ANSWER)
                .fails(
                        ProblemId.CONNECTION_LOST,
                        "the connection to the server broke",
                        "the step is done and recorded: its COMMIT had reached the server");
        assertThat(bench.state("1")).isEqualTo(State.PARTIAL);
        goesOn();
    }

    @Test
    void aConnectionCutAfterTheResultOfABuild() throws Exception {
        bench.up(1, BUILD);
        Outcome outcome = cut("CREATE INDEX CONCURRENTLY item_name_idx", "UPDATE", CutProxy.Cut.BEFORE_IT);
        assertThat(outcome.problem().orElseThrow().id()).isEqualTo(ProblemId.CONNECTION_LOST);
        assertThat(bench.state("1")).isEqualTo(State.PARTIAL);
        goesOn();
        assertThat(sql.rows("SELECT count(*) FROM pg_index WHERE indrelid = 'item'::regclass"))
                .containsExactly("1");
    }

    @Test
    void aDiskThatIsFull() throws Exception {
        String name = url.substring(url.lastIndexOf('/') + 1);
        sql.run("ALTER DATABASE " + name + " SET temp_file_limit = '64kB'");
        sql.run("ALTER DATABASE " + name + " SET maintenance_work_mem = '64kB'");
        sql.run("INSERT INTO item SELECT i, md5(i::text) FROM generate_series(1, 50000) i");
        bench.up(1, "CREATE TABLE made (id int);\nCREATE INDEX ON item (name);\n");
        bench.apply().fails(ProblemId.STATEMENT_FAILED, "temp_file_limit", "rolled back: " + NOTHING);
        assertThat(exists("made")).isFalse();
        bench.up(1, BUILD);
        bench.apply()
                .fails(
                        ProblemId.STATEMENT_FAILED,
                        "temp_file_limit",
                        NOTHING
                                + "; the build of index public.item_name_idx broke off and left it invalid; it was removed");
        assertThat(exists("item_name_idx")).isFalse();
        assertThat(bench.state("1")).isEqualTo(State.FAILED);
        sql.run("ALTER DATABASE " + name + " RESET ALL");
        goesOn();
    }

    @Test
    void aLockThatIsFreedInTime() throws Exception {
        bench.up(1, "ALTER TABLE item ADD COLUMN note text;\n").lockTimeout(Duration.ofMillis(400), 10);
        Sql holder = holding("LOCK TABLE item IN ACCESS SHARE MODE");
        String pid = holder.one("SELECT pg_backend_pid()");
        Outcome outcome = bench.listener(event -> {
                    if (event instanceof Event.Retry retry && !retry.blockers().isEmpty()) {
                        closeQuietly(holder);
                    }
                })
                .apply();
        outcome.succeeds();
        Event.Retry retry = outcome.of(Event.Retry.class).getLast();
        assertThat(retry.reason()).contains("lock timeout");
        assertThat(Blockers.inTheWay(retry.blockers())).contains("pid " + pid + " (reporting, user plumb, idle in");
    }

    @Test
    void anInterruptionWhileALockIsWaitedFor() throws Exception {
        bench.up(1, "ALTER TABLE item ADD COLUMN note text;\n")
                .lockTimeout(Duration.ofMillis(400), 10)
                .listener(event -> {
                    if (event instanceof Event.Waits) {
                        interrupt();
                    }
                });
        try (Sql holder = holding("LOCK TABLE item IN ACCESS SHARE MODE");
                CutProxy proxy = new CutProxy(URI.create(url).getPort())) {
            // As if the cancel arrived when the lock's time was up already.
            proxy.swallowCancels();
            Outcome outcome = bench.applyBy(proxy.url(url));
            outcome.fails(
                    ProblemId.INTERRUPTED,
                    "the run was stopped while it waited for a lock; in the way: pid "
                            + holder.one("SELECT pg_backend_pid()") + " (reporting",
                    "rolled back: " + NOTHING);
            assertThat(outcome.of(Event.Retry.class)).isEmpty();
        }
        bench = new Workbench(bench.directory(), url);
        goesOn();
    }

    @Test
    void anInterruptionBetweenTwoRollbacks() throws Exception {
        for (int version = 1; version <= 3; version++) {
            bench.up(version, "CREATE TABLE made" + version + " (id int);\n")
                    .down(version, "DROP TABLE made" + version + ";\n");
        }
        bench.apply().succeeds();
        bench.listener(event -> {
            if (event instanceof Event.Finished) {
                interrupt();
            }
        });
        Outcome outcome = bench.rollback(new Target.To("0"));
        outcome.fails(
                ProblemId.INTERRUPTED,
                "interrupted between two migrations",
                "what was reported as rolled back is rolled back; nothing else was touched");
        assertThat(outcome.problem().orElseThrow().remedies()).containsExactly("go on: plumb rollback --to 0");
        assertThat(exists("made3")).isFalse();
        assertThat(exists("made2")).isTrue();
    }

    private void interrupt() {
        try {
            bench.interruption().request();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void closeQuietly(Sql session) {
        try {
            session.close();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aLockThatIsNeverFreed() throws Exception {
        bench.up(1, "CREATE TABLE made (id int);\nALTER TABLE item ADD COLUMN note text;\n")
                .lockTimeout(Duration.ofMillis(400), 1);
        try (Sql holder = holding("LOCK TABLE item IN ACCESS SHARE MODE")) {
            String pid = holder.one("SELECT pg_backend_pid()");
            Outcome outcome = bench.apply();
            outcome.fails(ProblemId.LOCK_RETRIES_EXHAUSTED, "gave up after 2 attempts", "rolled back: " + NOTHING);
            assertThat(outcome.problem().orElseThrow().what()).contains("in the way: pid " + pid + " (reporting");
            assertThat(outcome.of(Event.Retry.class)).hasSize(1);
        }
        assertThat(exists("made")).isFalse();
        goesOn();
    }

    @Test
    void aDeadlockWithAnotherSession() throws Exception {
        String name = url.substring(url.lastIndexOf('/') + 1);
        sql.run("CREATE TABLE second (id int)");
        // The other session never gives in: the run is the one that the server cancels.
        sql.run("ALTER DATABASE " + name + " SET deadlock_timeout = '2s'");
        bench.up(1, "ALTER TABLE item ADD COLUMN note text;\nALTER TABLE second ADD COLUMN note text;\n")
                .lockTimeout(Duration.ofSeconds(30), 10);
        try (Sql other = holding("SET LOCAL deadlock_timeout = '1min'; LOCK TABLE second IN ACCESS SHARE MODE")) {
            CompletableFuture<Outcome> run = bench.applying();
            sql.await(WAITS);
            other.run("LOCK TABLE item IN ACCESS SHARE MODE");
            other.run("ROLLBACK");
            Outcome outcome = run.join();
            outcome.succeeds();
            assertThat(outcome.of(Event.Retry.class).getFirst().reason()).contains("deadlock detected");
        }
        assertThat(sql.rows("SELECT attrelid::regclass FROM pg_attribute WHERE attname = 'note' ORDER BY 1"))
                .containsExactly("item", "second");
    }

    @Test
    void advisoryLocksOfAMigrationNeitherStayNorCostTheRunnersOwn() throws Exception {
        bench.up(
                        1,
                        "SELECT pg_advisory_lock(42);\nSELECT pg_advisory_lock(42);\nSELECT pg_advisory_lock_shared(1, 2);\n")
                .up(2, "SELECT pg_advisory_unlock_all();\n")
                .up(3, "DISCARD ALL;\n")
                .up(4, "SELECT pg_advisory_lock(-1);\nSELECT pg_advisory_unlock_all();\n")
                .up(5, "SELECT 1;\n");
        List<String> held = new CopyOnWriteArrayList<>();
        bench.listener(event -> {
                    if (event instanceof Event.Started) {
                        held.add(advisoryLocks());
                    }
                })
                .apply()
                .succeeds();
        assertThat(held)
                .hasSize(5)
                .allMatch(List.of(Integer.toString(0x706C756D)).toString()::equals);
    }

    private String advisoryLocks() {
        try {
            return sql.rows("SELECT l.classid FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                            + " WHERE locktype = 'advisory' AND datname = current_database() AND granted")
                    .toString();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatAMigrationSetsEndsWithIt() throws Exception {
        sql.run("CREATE ROLE fault_leaver; CREATE SCHEMA elsewhere; GRANT ALL ON SCHEMA elsewhere TO fault_leaver");
        bench.up(1, """
                        CREATE TEMP TABLE leak (id int);
                        PREPARE leak AS SELECT 1;
                        LISTEN leak;
                        SET work_mem = '1MB';
                        SET search_path = elsewhere;
                        SET SESSION AUTHORIZATION fault_leaver;
                        CREATE TABLE theirs (id int);
                        """).up(2, """
                        CREATE TABLE seen AS SELECT current_user::text || ' ' || session_user AS who,
                            current_setting('search_path') AS path, current_setting('work_mem') AS memory,
                            to_regclass('pg_temp.leak') IS NULL AS no_table,
                            (SELECT count(*) FROM pg_prepared_statements WHERE name = 'leak') AS prepared,
                            (SELECT count(*) FROM pg_listening_channels()) AS listening;
                        """);
        bench.apply().succeeds();
        assertThat(sql.rows("SELECT * FROM seen"))
                .containsExactly("plumb plumb|public|" + sql.one("SHOW work_mem") + "|t|0|0");
        assertThat(sql.one("SELECT tableowner FROM pg_tables WHERE tablename = 'theirs'"))
                .isEqualTo("fault_leaver");
        sql.run("DROP OWNED BY fault_leaver; DROP ROLE fault_leaver");
    }

    @Test
    void aFunctionThatThrowsPreparedStatementsAway() throws Exception {
        sql.run("CREATE PROCEDURE forget() LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$");
        bench.up(1, "CREATE TABLE a (id int);\n")
                .up(2, "CREATE TABLE b (id int);\n")
                .up(3, "CREATE TABLE c (id int);\n")
                .up(4, "CALL forget();\nCREATE TABLE made (id int);\n")
                .up(5, "CALL forget();\nCREATE TABLE made_after (id int);\n");
        bench.apply().succeeds();
        assertThat(exists("made") && exists("made_after")).isTrue();
    }

    @Test
    void aProcedureOutsideOfTransactionsThatThrowsPreparedStatementsAway() throws Exception {
        sql.run("CREATE PROCEDURE forget() LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DEALLOCATE ALL'; COMMIT; END $$");
        String forgetful = "-- plumb:no-transaction\nCALL forget();\n";
        bench.up(1, forgetful).up(2, forgetful).up(3, forgetful).up(4, forgetful);
        bench.apply().succeeds();
        assertThat(bench.state("4")).isEqualTo(State.APPLIED);
    }

    @Test
    void aBackslashThatMeansSomethingElse() throws Exception {
        bench.up(1, """
                DO $$ BEGIN
                  PERFORM set_config('standard_conforming_strings', 'off', false);
                  PERFORM set_config('escape_string_warning', 'off', false);
                END $$;
                ALTER TABLE item ADD COLUMN note text;
                """);
        bench.apply().succeeds();
        assertThat(sql.one("SELECT locks -> 0 ->> 'mode' FROM plumb.migration_run"))
                .isEqualTo("ACCESS EXCLUSIVE");
    }

    @Test
    void aRoleThatAScriptSetsHoldsForItsLaterSteps() throws Exception {
        sql.run("CREATE ROLE fault_owner; GRANT ALL ON SCHEMA public TO fault_owner");
        bench.up(1, """
                SET ROLE fault_owner;
                CREATE TABLE first (id int);
                CREATE INDEX CONCURRENTLY ON first (id);
                CREATE TABLE second (id int);
                """);
        bench.apply().succeeds();
        assertThat(sql.rows("SELECT DISTINCT tableowner FROM pg_tables WHERE tablename IN ('first', 'second')"))
                .containsExactly("fault_owner");
        sql.run("DROP OWNED BY fault_owner; DROP ROLE fault_owner");
    }

    @Test
    void aStatementThatTakesTooLong() throws Exception {
        bench.up(1, SLEEPER).statementTimeout(Duration.ofMillis(500));
        bench.apply().fails(ProblemId.STATEMENT_CANCELLED, "statement timeout", "rolled back: " + NOTHING);
        assertThat(exists("made")).isFalse();
        assertThat(bench.state("1")).isEqualTo(State.FAILED);
        goesOn();
    }

    @Test
    void aRollbackThatFails() throws Exception {
        bench.up(1, "CREATE TABLE made (id int);\n").down(1, "DROP TABLE made;\nDROP TABLE never_made;\n");
        bench.apply().succeeds();
        bench.rollback().fails(ProblemId.STATEMENT_FAILED, "never_made", "rolled back: nothing of 1 step was undone");
        assertThat(exists("made")).isTrue();
        assertThat(bench.state("1")).isEqualTo(State.APPLIED);
        bench.down(1, "DROP TABLE made;\n").rollback().succeeds();
        assertThat(exists("made")).isFalse();
    }

    private ChildPlumb child(String... more) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("apply", bench.directory().toString(), "--url", url));
        arguments.addAll(List.of(more));
        return ChildPlumb.start(directory.resolve("child.txt"), arguments.toArray(String[]::new));
    }

    @Test
    void theRunnersLockGivenAwayAndTaken() throws Exception {
        bench.up(
                1,
                "SELECT /* pg_sleep(seconds) */ pg_sleep(1);\nSELECT pg_advisory_unlock_all();\nSELECT pg_sleep(1);\n");
        try (Sql other = new Sql(url)) {
            CompletableFuture<Outcome> run = bench.applying();
            sql.await(SLEEPS);
            other.run("SELECT pg_advisory_lock(" + 0x706C756D + ", " + "plumb".hashCode() + ")");
            GoldenProblem.check(ProblemId.RUNNER_LOCK_LOST, run.join().problem().orElseThrow());
        }
        assertThat(bench.state("1")).isEqualTo(State.APPLIED);
    }

    @Test
    void aSignalDuringATransaction() throws Exception {
        bench.up(1, SLEEPER);
        try (ChildPlumb child = child()) {
            sql.await(SLEEPS);
            child.process().destroy();
            assertThat(child.exitCode()).as(child.text()).isEqualTo(3);
            String text = child.text();
            GoldenProblem.check(
                    ProblemId.INTERRUPTED,
                    text.substring(text.indexOf("interrupted:")).replaceAll("--url \\S+", "--url <url>"),
                    directory + "/",
                    "");
        }
        assertThat(exists("made")).isFalse();
        goesOn();
    }

    @Test
    void aSignalDuringAConcurrentBuild() throws Exception {
        bench.up(1, BUILD);
        try (Sql writer = holding("LOCK TABLE item IN ROW EXCLUSIVE MODE");
                ChildPlumb child = child()) {
            sql.await(WAITS);
            child.process().destroy();
            sql.await("SELECT count(*) = 0 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'CREATE INDEX%'"
                    + " AND datname = current_database()");
            writer.run("ROLLBACK");
            assertThat(child.exitCode()).as(child.text()).isEqualTo(3);
            assertThat(child.text()).contains("interrupted").contains("broke off and left it invalid; it was removed");
        }
        assertThat(exists("item_name_idx")).isFalse();
        goesOn();
    }

    @Test
    void anInterruptedBuildWhoseIndexCannotBeRemoved() throws Exception {
        bench.up(1, BUILD);
        try (Sql writer = holding("LOCK TABLE item IN ROW EXCLUSIVE MODE")) {
            CompletableFuture<Outcome> run = bench.applying();
            sql.await(WAITS);
            interrupt();
            run.join()
                    .fails(
                            ProblemId.INTERRUPTED,
                            "the run was stopped: the running statement was cancelled",
                            "no statement of 1 step is done; the build of index public.item_name_idx broke off and left"
                                    + " it invalid, and removing it failed too (canceling statement due to statement"
                                    + " timeout); the next run removes it");
            writer.run("ROLLBACK");
        }
        bench = new Workbench(bench.directory(), url);
        goesOn();
    }

    @Test
    void aSignalWhileAnInvalidIndexIsRemoved() throws Exception {
        bench.up(1, BUILD);
        try (Sql writer = holding("LOCK TABLE item IN ROW EXCLUSIVE MODE")) {
            CompletableFuture<Outcome> run = bench.applying();
            sql.await(WAITS);
            terminateRunner(sql);
            run.join();
            try (ChildPlumb child = child("--json", "--to", "1")) {
                sql.await(DROPS.replace("count(*) = 0", "count(*) > 0"));
                child.process().destroy();
                // The writer is still there: nothing but the cancel ends the wait.
                assertThat(child.exitCode()).as(child.text()).isEqualTo(3);
                sql.await(DROPS);
                assertThat(child.text())
                        .contains("the run was stopped while it cleaned up after statement 1 of 1 step")
                        .contains("index public.item_name_idx broke off and left it invalid, and that is still so; the"
                                + " next run goes on from there")
                        .containsPattern("do     go on: plumb apply \\S+ --url \\S+ --to 1\n")
                        .contains("\"id\" : \"interrupted\"");
            }
            writer.run("ROLLBACK");
        }
        goesOn();
        assertThat(sql.is("(SELECT indisvalid FROM pg_index WHERE indexrelid = 'item_name_idx'::regclass)"))
                .isTrue();
    }

    @Test
    void anInterruptionAfterACleanUp() throws Exception {
        bench.up(1, BUILD);
        try (Sql writer = holding("LOCK TABLE item IN ROW EXCLUSIVE MODE")) {
            CompletableFuture<Outcome> run = bench.applying();
            sql.await(WAITS);
            terminateRunner(sql);
            run.join();
            writer.run("ROLLBACK");
        }
        try (CutProxy proxy = new CutProxy(URI.create(url).getPort())) {
            // The cancel arrives when the index is gone already.
            proxy.swallowCancels();
            bench.listener(event -> {
                if (event instanceof Event.Recovered) {
                    interrupt();
                }
            });
            bench.applyBy(proxy.url(url))
                    .fails(
                            ProblemId.INTERRUPTED,
                            "interrupted between two migrations",
                            "of an earlier run the build of index public.item_name_idx broke off and left it invalid,"
                                    + " and it is removed now; what was reported as applied is applied; nothing else was"
                                    + " touched");
        }
        assertThat(exists("item_name_idx")).isFalse();
    }

    @Test
    void aSignalWhileAnotherRunnerWorks() throws Exception {
        bench.up(1, "CREATE TABLE made (id int);\n");
        try (Sql other = new Sql(url)) {
            other.run("SELECT pg_advisory_lock(" + 0x706C756D + ", " + "plumb".hashCode() + ")");
            try (ChildPlumb child = child()) {
                while (!child.text().contains("waiting for another runner")) {
                    assertThat(child.process().isAlive()).as(child.text()).isTrue();
                    Thread.sleep(20);
                }
                child.process().destroy();
                assertThat(child.exitCode()).as(child.text()).isEqualTo(3);
                assertThat(child.text())
                        .contains("interrupted while waiting for another runner")
                        .contains("nothing was changed by this run");
            }
        }
        assertThat(exists("made")).isFalse();
        goesOn();
    }
}
