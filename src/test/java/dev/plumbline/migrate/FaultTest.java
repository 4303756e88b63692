package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.plumbline.GoldenProblem;
import dev.plumbline.ProblemId;
import dev.plumbline.migrate.Workbench.Outcome;
import dev.plumbline.shadow.EmbeddedServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/** What goes wrong around a run: after each fault the message tells the database's state, and the next run goes on. */
@Tag("database")
class FaultTest extends DatabaseBench {
    @Test
    void aBackendTerminatedInATransaction() throws Exception {
        bench.up(1, SLEEPER);
        CompletableFuture<Outcome> run = bench.applying();
        sql.await(SLEEPS);
        terminateRunner();
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
        bench.up(1, NAME_INDEX);
        breakBuildOff()
                .fails(
                        ProblemId.CONNECTION_LOST,
                        "terminating connection",
                        "the statement was begun; the next run decides from the catalog what became of it");
        assertThat(isValid("item_name_idx")).isFalse();
        assertThat(bench.state("1")).isEqualTo(State.PARTIAL);
        goesOn();
        assertThat(isValid("item_name_idx")).isTrue();
    }

    @Test
    void aPartThatBrokeOffIsRolledBackAndAppliedAgain() throws Exception {
        bench.up(1, "CREATE TABLE made (id int);\n" + NAME_INDEX)
                .down(1, "DROP INDEX CONCURRENTLY IF EXISTS item_name_idx;\nDROP TABLE made;\n");
        assertThat(breakBuildOff().problem()).isPresent();
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
            broke(run.join(), "asked again: " + NOTHING);
            sql.close();
            sql = new Sql(server.url("postgres"));
            assertThat(exists("made")).isFalse();
            goesOn();
            sql.close();
        }
    }

    private static void broke(Outcome outcome, String state) {
        outcome.fails(ProblemId.CONNECTION_LOST, "the connection to the server broke", state);
    }

    private Outcome cut(String marker, String text, CutProxy.Cut cut) throws Exception {
        try (CutProxy proxy = new CutProxy(URI.create(url).getPort())) {
            proxy.arm(marker, text, cut);
            return bench.applyBy(proxy.url(url));
        }
    }

    @Execution(CONCURRENT)
    @Test
    void aConnectionCutDuringAStatement() throws Exception {
        bench.up(1, SLEEPER);
        broke(cut("CREATE TABLE made", "pg_sleep", CutProxy.Cut.AFTER_IT), "asked again: " + NOTHING);
        assertThat(exists("made")).isFalse();
        goesOn();
    }

    @Execution(CONCURRENT)
    @Test
    void aLossThatTheServerDoesNotNotice() throws Exception {
        bench.up(1, "CREATE TABLE made (id int);\nUPDATE item SET id = 0;\nCREATE TABLE made_after (id int);\n");
        try (CutProxy proxy = new CutProxy(URI.create(url).getPort())) {
            proxy.arm("CREATE TABLE made", "UPDATE item", CutProxy.Cut.ONE_SIDED);
            Outcome outcome = bench.applyBy(proxy.url(url));
            String backend = sql.one("SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction'"
                    + " AND application_name = 'workbench' AND datname = current_database()");
            broke(
                    outcome,
                    "not known yet: the server has not noticed the loss, and backend " + backend
                            + " is still there; the next run waits for its end");
        }
        goesOn();
    }

    @Execution(CONCURRENT)
    @Test
    void aServerThatDoesNotAnswerAnyMore() throws Exception {
        bench.up(1, "CREATE TABLE made (id int);\n");
        Outcome outcome = cut("CREATE TABLE made", "COMMIT", CutProxy.Cut.FOR_EVER);
        broke(outcome, "not known: the server did not answer when it was asked again");
        assertThat(outcome.of(Event.Remark.class))
                .extracting(Event.Remark::text)
                .anyMatch(text -> text.contains("asking on a new one what became of the work"))
                .anyMatch(text -> text.endsWith("so far: the server does not answer"));
        goesOn();
    }

    @Test
    void aConnectionCutBeforeCommit() throws Exception {
        bench.up(1, "CREATE TABLE made (id int);\n");
        broke(cut("CREATE TABLE made", "COMMIT", CutProxy.Cut.BEFORE_IT), "asked again: " + NOTHING);
        assertThat(exists("made")).isFalse();
        goesOn();
    }

    @Test
    void aConnectionCutBetweenCommitAndItsAnswer() throws Exception {
        bench.up(1, "CREATE TABLE made (id int);\n");
        broke(
                cut("CREATE TABLE made", "COMMIT", CutProxy.Cut.AFTER_ITS_ANSWER),
                "1 step is applied: its COMMIT had reached the server");
        assertThat(exists("made")).isTrue();
        goesOn();
        assertThat(sql.rows("SELECT result FROM plumb.migration_run")).containsExactly("done");
    }

    @Test
    void aStepWhoseCommitIsNotAnswered() throws Exception {
        bench.up(1, "CREATE TABLE made (id int);\nVACUUM item;\n");
        broke(
                cut("CREATE TABLE made", "COMMIT", CutProxy.Cut.AFTER_ITS_ANSWER),
                "the step is done and recorded: its COMMIT had reached the server");
        assertThat(bench.state("1")).isEqualTo(State.PARTIAL);
        goesOn();
    }

    @Test
    void aConnectionCutAfterTheResultOfABuild() throws Exception {
        bench.up(1, NAME_INDEX);
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
        bench.up(1, NAME_INDEX);
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
}
