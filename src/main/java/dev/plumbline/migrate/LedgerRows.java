package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.db.Session;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the ledger's rows as records. */
final class LedgerRows {
    private static final String RUN_COLUMNS = "id, identity, version, slug, direction, result, raw_checksum, checksum,"
            + " canonicaliser, statements, author, tool_version, started_at, duration_ms, error";

    private final Session session;
    private final String schema;

    /** {@code schema} is quoted, and holds a ledger. */
    LedgerRows(Session session, String schema) {
        this.session = session;
        this.schema = schema;
    }

    /** Every line in order, with its steps. */
    List<Run> all() throws SQLException {
        // Runs before steps: a runner at work may write between the two, and a line without its steps
        // would look failed.
        List<Run> runs = session.query(
                "SELECT " + RUN_COLUMNS + " FROM " + schema + ".migration_run ORDER BY id", this::readable);
        Map<Long, List<Run.Step>> steps = steps();
        return runs.stream()
                .map(run -> run.with(steps.getOrDefault(run.id(), List.of())))
                .toList();
    }

    private Run readable(ResultSet row) throws SQLException {
        try {
            return run(row);
        } catch (DateTimeException | IllegalArgumentException | NullPointerException e) {
            String table = schema + ".migration_run";
            throw Problem.of(
                            ProblemId.LEDGER_DAMAGED,
                            "the ledger is damaged: line " + row.getLong(1) + " of " + table + " cannot be read: "
                                    + (e instanceof NullPointerException ? "a value is missing" : e.getMessage()))
                    .state("nothing was changed")
                    .remedy(
                            "look at it: SELECT * FROM " + table + " WHERE id = " + row.getLong(1),
                            "correct it with UPDATE, or restore schema " + schema + " from a backup")
                    .exception(e);
        }
    }

    /** A moment of the ledger; refuses {@code infinity}, which PostgreSQL knows and no calendar does. */
    static Instant moment(ResultSet row, int column) throws SQLException {
        OffsetDateTime found = row.getObject(column, OffsetDateTime.class);
        if (found.equals(OffsetDateTime.MAX) || found.equals(OffsetDateTime.MIN)) {
            throw new DateTimeException(row.getMetaData().getColumnName(column) + " is infinite");
        }
        return found.toInstant();
    }

    private static Run run(ResultSet row) throws SQLException {
        return new Run(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Direction.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                Run.Result.valueOf(row.getString(6).toUpperCase(Locale.ROOT)),
                row.getString(7),
                row.getString(8),
                row.getInt(9),
                row.getInt(10),
                row.getString(11),
                row.getString(12),
                moment(row, 13),
                Duration.ofMillis(row.getLong(14)),
                row.getString(15),
                List.of());
    }

    private Map<Long, List<Run.Step>> steps() throws SQLException {
        record Entry(long run, Run.Step step) {}
        Map<Long, List<Run.Step>> result = new HashMap<>();
        for (Entry entry : session.query(
                "SELECT run_id, ordinal, first_statement, last_statement, alone, state, statement, statement_checksums,"
                        + " backend_pid, backend_start::text, catalog_before,"
                        // A ledger that was not upgraded yet has no such column, and is read all the same.
                        + " coalesce(to_jsonb(s) ->> 'search_path', current_setting('search_path')) FROM " + schema
                        + ".migration_step s ORDER BY run_id, ordinal",
                row -> new Entry(
                        row.getLong(1),
                        new Run.Step(
                                row.getInt(2),
                                row.getInt(3),
                                row.getInt(4),
                                row.getBoolean(5),
                                Run.Step.State.valueOf(row.getString(6).toUpperCase(Locale.ROOT)),
                                row.getString(7),
                                texts(row.getArray(8)),
                                row.getInt(9),
                                row.getString(10),
                                row.getString(11),
                                row.getString(12))))) {
            result.computeIfAbsent(entry.run(), _ -> new ArrayList<>()).add(entry.step());
        }
        return result;
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    /** The checksums of a line's statements, to name the first that differs. */
    List<String> statementChecksums(Run run) throws SQLException {
        return session.query(
                        "SELECT statement_checksums FROM " + schema + ".migration_run WHERE id = ?",
                        row -> texts(row.getArray(1)),
                        run.id())
                .getFirst();
    }
}
