package dev.plumbline.migrate;

import dev.plumbline.ProblemException;
import dev.plumbline.db.Session;
import dev.plumbline.sql.Identifiers;
import java.sql.SQLException;

/** What became of a transaction whose connection broke. */
enum Aftermath {
    COMMITTED,
    ROLLED_BACK,
    /** The intent of a statement outside of transactions is recorded, its result is not. */
    INTENDED,
    /** The server has not noticed that its client is gone: the old backend is still there. */
    AT_WORK,
    UNKNOWN;

    /** How often a new connection is tried, with a pause of a quarter second between: ten seconds. */
    private static final int TRIES = 40;

    /**
     * Asks on a new connection.
     *
     * @param run     id of the ledger's line, 0 where none was written
     * @param ordinal the step, counted only where the script is not {@code whole}
     */
    static Aftermath ask(Runner runner, long run, int ordinal, boolean whole) {
        for (int i = 0; i < TRIES; i++) {
            try (Session session = runner.database.open()) {
                // Until the old backend is gone, its COMMIT may still come. Only the user who logged in sees its start.
                session.execute("SET ROLE NONE");
                boolean gone = session.is(
                        "SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = ? AND backend_start = ?::timestamptz",
                        runner.session.pid(),
                        runner.session.backendStart());
                if (gone) {
                    session.execute(runner.database.settings(session));
                    return read(session, Identifiers.quote(runner.settings.ledgerSchema()), run, ordinal, whole);
                }
            } catch (SQLException | ProblemException e) {
                // The server may be starting again: that is what the tries are for.
                if (i == TRIES - 1) {
                    return UNKNOWN;
                }
            }
            Pause.millis(250);
        }
        return AT_WORK;
    }

    private static Aftermath read(Session session, String schema, long run, int ordinal, boolean whole)
            throws SQLException {
        String state = whole
                ? session.text("SELECT result FROM " + schema + ".migration_run WHERE id = ?", run)
                        .orElse("")
                : session.text(
                                "SELECT state FROM " + schema + ".migration_step WHERE run_id = ? AND ordinal = ?",
                                run,
                                ordinal)
                        .orElse("");
        return switch (state) {
            case "done" -> COMMITTED;
            case "intended" -> INTENDED;
            default -> ROLLED_BACK;
        };
    }
}
