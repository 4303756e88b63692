package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.db.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which of the ledger's tables a database has. Each upgrade commits whole, so that a part of them is nothing that a run has left.
 *
 * @param schema quoted
 * @param ledger whether the table of versions is there; {@code own} whether it has Plumbline's columns
 * @param runs   whether the table of lines is there; {@code steps} whether that of steps
 * @param newest whether the table is there that the newest upgrade made
 */
record LedgerShape(String schema, boolean ledger, boolean own, boolean runs, boolean steps, boolean newest) {

    static LedgerShape read(Session session, String schema) throws SQLException {
        return session.query(
                        "SELECT to_regclass(?) IS NOT NULL, (SELECT count(*) = 2 FROM pg_attribute"
                                + " WHERE attrelid = to_regclass(?) AND attname IN ('version', 'tool_version')"
                                + " AND NOT attisdropped), to_regclass(?) IS NOT NULL, to_regclass(?) IS NOT NULL,"
                                + " to_regclass(?) IS NOT NULL",
                        row -> new LedgerShape(
                                schema,
                                row.getBoolean(1),
                                row.getBoolean(2),
                                row.getBoolean(3),
                                row.getBoolean(4),
                                row.getBoolean(5)),
                        schema + ".ledger",
                        schema + ".ledger",
                        schema + ".migration_run",
                        schema + ".migration_step",
                        schema + "." + LedgerSchema.NEWEST_TABLE)
                .getFirst();
    }

    /** Whether nothing was ever recorded. */
    boolean isNone() {
        return !ledger && !runs;
    }

    /** Refuses tables that are not the ledger's, or not all of them. {@code name} is the schema as it is configured. */
    void refuseForeign(String name) {
        if (ledger && !own) {
            throw Problem.of(
                            ProblemId.LEDGER_DAMAGED,
                            "schema " + name
                                    + " holds a table \"ledger\" that is not Plumbline's: it has other columns")
                    .state("nothing was changed")
                    .remedy(
                            "look what it is: SELECT * FROM " + schema + ".ledger LIMIT 5",
                            "if another program owns it, keep the ledger elsewhere: ledger_schema: NAME in plumb.yml")
                    .exception();
        }
        if (!ledger || !runs || !steps) {
            throw gone(!ledger ? "ledger" : !runs ? "migration_run" : "migration_step");
        }
    }

    /** Refuses a ledger of that version that has lost what the newest upgrade made. */
    void refuseIncomplete(int version) {
        if (version == LedgerSchema.current() && !newest) {
            throw gone(LedgerSchema.NEWEST_TABLE);
        }
    }

    private RuntimeException gone(String table) {
        return Problem.of(
                        ProblemId.LEDGER_DAMAGED,
                        "the ledger is damaged: table " + schema + "." + table
                                + " is gone, and others of its tables are there")
                .state("nothing was changed")
                .remedy("restore schema " + schema + " from a backup")
                .exception();
    }

    /** The table of versions says nothing. */
    RuntimeException withoutVersion(Settings settings) {
        List<String> remedies = new ArrayList<>();
        if (newest) {
            remedies.add(
                    "if only that table was emptied: INSERT INTO " + schema + ".ledger (version, tool_version) VALUES "
                            + IntStream.rangeClosed(1, LedgerSchema.current())
                                    .mapToObj(version -> "(" + version + ", 'restored')")
                                    .collect(Collectors.joining(", ")));
        }
        remedies.add((remedies.isEmpty() ? "" : "else ") + "restore schema " + schema + " from a backup");
        return Problem.of(
                        ProblemId.LEDGER_DAMAGED,
                        "the ledger in schema " + settings.ledgerSchema() + " is damaged: table " + schema
                                + ".ledger is empty, so that its version is not known")
                .state("nothing was changed")
                .remedy(remedies.toArray(String[]::new))
                .exception();
    }
}
