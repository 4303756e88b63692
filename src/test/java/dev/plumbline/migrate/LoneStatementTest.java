package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.ProblemId;
import dev.plumbline.migrate.Workbench.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Statements outside of transactions: their timeouts, and what happens when the ledger cannot be written around them. */
@Tag("database")
class LoneStatementTest extends DatabaseBench {
    private static final String BUILD = "CREATE INDEX CONCURRENTLY item_id_idx ON item (id);";

    @BeforeEach
    void makeLedgerAndProcedure() throws Exception {
        sql.run("CREATE TABLE noted (what text)");
        sql.run("CREATE PROCEDURE note() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO noted VALUES"
                + " (current_setting('lock_timeout') || ' ' || current_setting('statement_timeout')); COMMIT; END $$");
        bench.up(1, "SELECT 1;");
        bench.apply().succeeds();
    }

    @Test
    void theyRunUnderTheBudgetAndWithoutALockTimeout() throws Exception {
        bench.up(2, "-- plumb:no-transaction\nCALL note();");
        bench.apply().succeeds();
        assertThat(sql.rows("SELECT what FROM noted")).containsExactly("0 5min");
    }

    @Test
    void whatTheScriptItselfSaysHolds() throws Exception {
        bench.up(2, """
                -- plumb:no-transaction
                SET lock_timeout = '7s';
                CALL note();
                SET statement_timeout = '9min';
                CALL note();
                RESET statement_timeout;
                CALL note();
                """);
        bench.apply().succeeds();
        assertThat(sql.rows("SELECT what FROM noted")).containsExactly("7s 5min", "7s 9min", "7s 0");
    }

    @Test
    void aTimeoutOfTheScriptEndsABuild() throws Exception {
        bench.up(2, "SET lock_timeout = '50ms';\n" + BUILD);
        bench.budget(Duration.ofSeconds(1));
        try (Sql _ = writing()) {
            bench.apply()
                    .fails(
                            ProblemId.LOCK_RETRIES_EXHAUSTED,
                            "gave up after 1 attempt: canceling statement due to lock timeout",
                            "1 earlier step of 2 step stays applied, and the next run goes on after it; the build of"
                                    + " index public.item_id_idx broke off and left it invalid, and removing it"
                                    + " failed too (canceling statement due to statement timeout); the next run"
                                    + " removes it");
        }
        bench.apply().succeeds();
        assertThat(isValid("item_id_idx")).isTrue();
    }

    private void refuseToWrite(String when) throws Exception {
        sql.run("CREATE FUNCTION plumb.full() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'the ledger is full'; END $$");
        sql.run("CREATE TRIGGER full_trigger BEFORE " + when + " EXECUTE FUNCTION plumb.full()");
    }

    @Test
    void aResultThatCannotBeWrittenIsFoundInTheCatalog() throws Exception {
        refuseToWrite("UPDATE ON plumb.migration_step FOR EACH ROW WHEN (new.state = 'done')");
        bench.up(2, BUILD);
        Outcome outcome = bench.apply();
        outcome.fails(
                ProblemId.LEDGER_NOT_WRITABLE,
                "statement 1 of migration 2 step ran to its end, and that could not be written into the ledger",
                "nothing of 2 step is in the database; this statement is done, which the next run finds in the catalog");

        String built = sql.one("SELECT 'item_id_idx'::regclass::oid");
        assertThat(bench.state("2")).isEqualTo(State.PARTIAL);

        sql.run("DROP TRIGGER full_trigger ON plumb.migration_step");
        Outcome again = bench.apply();
        again.succeeds();
        assertThat(again.of(Event.Recovered.class))
                .extracting(Event.Recovered::seen)
                .containsExactly("index public.item_id_idx exists, is valid and is as wanted");
        assertThat(sql.one("SELECT 'item_id_idx'::regclass::oid")).isEqualTo(built);
    }

    @Test
    void anIntentThatCannotBeWrittenIsNotActedUpon() throws Exception {
        refuseToWrite("INSERT ON plumb.migration_step FOR EACH ROW");
        bench.up(2, BUILD);
        bench.apply()
                .fails(
                        ProblemId.LEDGER_NOT_WRITABLE,
                        "statement 1 of migration 2 step was not run: that it begins could not be written",
                        "nothing of 2 step is in the database");
        assertThat(exists("item_id_idx")).isFalse();
        sql.run("DROP TRIGGER full_trigger ON plumb.migration_step");
        bench.apply().succeeds();
    }

    @Test
    void aFailureThatCannotBeWrittenIsToldWithItsCause() throws Exception {
        refuseToWrite("UPDATE ON plumb.migration_step FOR EACH ROW WHEN (new.state = 'failed')");
        sql.run("INSERT INTO item VALUES (1), (1)");
        bench.up(2, BUILD.replace("CREATE", "CREATE UNIQUE"));
        bench.apply()
                .fails(
                        ProblemId.LEDGER_NOT_WRITABLE,
                        "statement 1 of migration 2 step failed: could not create unique index \"item_id_idx\"; and that"
                                + " could not be written into the ledger (schema plumb): the ledger is full",
                        "nothing of 2 step is in the database; what this statement left is not known yet, which the next"
                                + " run finds in the catalog");
        sql.run("DROP TRIGGER full_trigger ON plumb.migration_step");
        sql.run("TRUNCATE item");
        bench.apply().succeeds();
        assertThat(isValid("item_id_idx")).isTrue();
    }

    @Test
    void aProcedureWhoseEndIsNotWrittenIsForAPerson() throws Exception {
        refuseToWrite("UPDATE ON plumb.migration_step FOR EACH ROW WHEN (new.state = 'done')");
        bench.up(2, "-- plumb:no-transaction\nCALL note();");
        bench.apply()
                .fails(
                        ProblemId.LEDGER_NOT_WRITABLE,
                        "ran to its end",
                        "nothing of 2 step is in the database; this statement is done, which no catalog shows: the next"
                                + " run will ask a person");
        sql.run("DROP TRIGGER full_trigger ON plumb.migration_step");
        assertThat(bench.apply().problem().orElseThrow().id()).isEqualTo(ProblemId.CATALOG_CANNOT_TELL);
    }

    @Test
    void aCleanUpThatFailsIsToldWithItsStatement() throws Exception {
        sql.run("INSERT INTO item VALUES (1), (1)");
        sql.run("CREATE FUNCTION forbid() RETURNS event_trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'nothing is dropped on Saturdays'; END $$");
        sql.run("CREATE EVENT TRIGGER forbid_drops ON ddl_command_start WHEN TAG IN ('DROP INDEX')"
                + " EXECUTE FUNCTION forbid()");
        bench.up(2, BUILD.replace("CREATE", "CREATE UNIQUE"));
        assertThat(bench.apply().problem().orElseThrow().state()).contains("removing it failed too");

        Outcome outcome = bench.apply();
        outcome.fails(
                ProblemId.STATEMENT_FAILED,
                "cleaning up after statement 1 of 2 step, in which a run ended, failed: nothing is dropped on Saturdays",
                "nothing else was run; the next run looks again at what that statement left");
        assertThat(outcome.problem().orElseThrow().remedies())
                .containsExactly(
                        "run it by hand where it can: DROP INDEX CONCURRENTLY public.item_id_idx; then the same"
                                + " command again");
        sql.run("DROP EVENT TRIGGER forbid_drops");
        sql.run("TRUNCATE item");
        bench.apply().succeeds();
    }

    @Test
    void aSettingThatCannotBeRepeatedIsNamed() throws Exception {
        sql.run("CREATE ROLE lone_role_" + sql.one("SELECT pg_backend_pid()"));
        String role = "lone_role_" + sql.one("SELECT pg_backend_pid()");
        bench.up(2, "-- plumb:no-transaction\nSET SESSION AUTHORIZATION " + role + ";\nSELECT no_such;");
        bench.apply();
        sql.run("DROP ROLE " + role);
        bench.apply()
                .fails(
                        ProblemId.STATEMENT_FAILED,
                        "statement 1 of migration 2 step, run again for what comes after it, failed: role \"" + role
                                + "\" does not exist",
                        "the steps that are recorded stay, and the next run goes on after them");
    }
}
