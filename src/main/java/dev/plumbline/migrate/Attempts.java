package dev.plumbline.migrate;

import dev.plumbline.db.Session;
import dev.plumbline.sql.Identifiers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ledger's memory of runs that broke off and were gone on with. A line of the ledger tells its last attempt; here are those
 * before it.
 */
final class Attempts {
    private final Session session;
    private final Settings settings;
    private final String schema;

    Attempts(Session session, Settings settings) {
        this.session = session;
        this.settings = settings;
        this.schema = Identifiers.quote(settings.ledgerSchema());
    }

    /** Puts away what a line says, and lets it tell of the attempt that begins now. */
    void begin(long run) throws SQLException {
        session.execute("BEGIN");
        try {
            session.update(
                    "INSERT INTO " + schema + ".migration_attempt (run_id, ordinal, author, tool_version, started_at,"
                            + " duration_ms, statements_done, error)"
                            + " SELECT id, (SELECT count(*) + 1 FROM " + schema
                            + ".migration_attempt WHERE run_id = id), author, tool_version, started_at, duration_ms,"
                            + " (SELECT coalesce(max(last_statement), 0) FROM " + schema
                            + ".migration_step WHERE run_id = id AND state = 'done'), error"
                            + " FROM " + schema + ".migration_run WHERE id = ?",
                    run);
            session.update(
                    "UPDATE " + schema + ".migration_run SET result = 'running', author = ?, tool_version = ?,"
                            + " started_at = clock_timestamp(), duration_ms = 0, error = '' WHERE id = ?",
                    settings.author(),
                    settings.toolVersion(),
                    run);
            session.execute("COMMIT");
        } catch (SQLException e) {
            session.rollback();
            throw e;
        }
    }

    /** By the line's id, in order; none where the ledger is of an older Plumbline. */
    Map<Long, List<RunLog.Attempt>> all() throws SQLException {
        record Entry(long run, RunLog.Attempt attempt) {}
        if (session.text("SELECT to_regclass(?)", schema + ".migration_attempt").isEmpty()) {
            return Map.of();
        }
        Map<Long, List<RunLog.Attempt>> result = new TreeMap<>();
        for (Entry entry : session.query(
                "SELECT run_id, author, tool_version, started_at, duration_ms, statements_done, error FROM " + schema
                        + ".migration_attempt ORDER BY run_id, ordinal",
                row -> new Entry(
                        row.getLong(1),
                        new RunLog.Attempt(
                                row.getString(2),
                                row.getString(3),
                                LedgerRows.moment(row, 4),
                                Duration.ofMillis(row.getLong(5)),
                                row.getInt(6),
                                row.getString(7))))) {
            result.computeIfAbsent(entry.run(), _ -> new ArrayList<>()).add(entry.attempt());
        }
        return result;
    }
}
