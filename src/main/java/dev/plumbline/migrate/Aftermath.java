package dev.plumbline.migrate;

import dev.plumbline.ProblemException;
import dev.plumbline.db.Session;
import dev.plumbline.sql.Identifiers;
import java.sql.SQLException;
import java.time.Duration;

/** What became of a transaction whose connection broke. */
enum Aftermath {
    COMMITTED,
    ROLLED_BACK,
    /** The intent of a statement outside of transactions is recorded, its result is not. */
    INTENDED,
    /** The server has not noticed that its client is gone: the old backend is still there. */
    AT_WORK,
    UNKNOWN;

    /** How long a server is asked that does not answer. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** How long a server is asked that answers, and has not noticed the loss. */
    private static final Duration UNNOTICED = Duration.ofSeconds(15);

    /** How long one answer is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * Asks on a new connection.
     *
     * @param run     id of the ledger's line, 0 where none was written
     * @param ordinal the step, counted only where the script is not {@code whole}
     */
    static Aftermath ask(Runner runner, long run, int ordinal, boolean whole) {
        long start = System.nanoTime();
        runner.events.accept(new Event.Remark("the connection to the server broke; asking on a new one what became of"
                + " the work, for up to " + Durations.text(LIMIT)));
        Aftermath found = UNKNOWN;
        Duration asked = Duration.ZERO;
        while (asked.compareTo(found == UNKNOWN ? LIMIT : UNNOTICED) < 0 && !runner.interrupted()) {
            Duration left = LIMIT.minus(asked);
            try (Session session = runner.database.open(left.compareTo(PATIENCE) < 0 ? left : PATIENCE)) {
                found = AT_WORK;
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
                // The server may be starting again: that is what the next try is for.
                found = UNKNOWN;
            }
            Pause.millis(250);
            Duration now = Duration.ofNanos(System.nanoTime() - start);
            if (now.toSeconds() / PATIENCE.toSeconds() > asked.toSeconds() / PATIENCE.toSeconds()) {
                runner.events.accept(new Event.Remark("asked for " + Durations.text(now) + " so far: "
                        + (found == UNKNOWN ? "the server does not answer" : "it has not noticed the loss yet")));
            }
            asked = now;
        }
        return found;
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
