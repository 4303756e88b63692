package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.db.HeldLocks;
import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.db.Traces;
import dev.plumbline.sql.Canonical;
import dev.plumbline.sql.Identifiers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes the ledger. Nothing here begins or commits: a line belongs to the transaction of the work it describes.
 */
final class Ledger {
    private final Session session;
    private final Settings settings;
    private final String schema;
    private final LedgerRows rows;

    Ledger(Session session, Settings settings) {
        this.session = session;
        this.settings = settings;
        this.schema = Identifiers.quote(settings.ledgerSchema());
        this.rows = new LedgerRows(session, schema);
    }

    /** The version of the ledger in the database; 0 where there is none. */
    int version() throws SQLException {
        try {
            LedgerShape shape = LedgerShape.read(session, schema);
            if (shape.isNone()) {
                return 0;
            }
            shape.refuseForeign(settings.ledgerSchema());
            int version = session.query(
                            "SELECT coalesce(max(version), 0) FROM " + schema + ".ledger", row -> row.getInt(1))
                    .getFirst();
            if (version <= 0) {
                throw shape.withoutVersion(settings);
            }
            shape.refuseIncomplete(version);
            return version;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** Brings the ledger to the version that this Plumbline writes. The caller holds the runner's lock. */
    void upgrade() throws SQLException {
        int found = version();
        refuseNewer(found);
        if (found == LedgerSchema.current()) {
            refuseUnwritable();
        }
        for (int version = found; version < LedgerSchema.current(); version++) {
            session.execute("BEGIN");
            try {
                createSchema();
                session.execute(LedgerSchema.upgrade(version, schema));
                session.update(
                        "INSERT INTO " + schema + ".ledger (version, tool_version) VALUES (?, ?)",
                        version + 1,
                        settings.toolVersion());
                session.execute("COMMIT");
            } catch (SQLException e) {
                session.rollback();
                throw cannotWrite(e);
            }
        }
    }

    /** {@code IF NOT EXISTS} would ask for the right to create schemas even where an administrator has made this one. */
    private void createSchema() throws SQLException {
        if (session.text("SELECT to_regnamespace(?)", schema).isEmpty()) {
            session.execute("CREATE SCHEMA " + schema);
        }
    }

    private void refuseNewer(int found) {
        if (found > LedgerSchema.current()) {
            throw Problem.of(
                            ProblemId.LEDGER_NEWER,
                            "the ledger in schema " + settings.ledgerSchema() + " has version " + found
                                    + "; this Plumbline knows versions up to " + LedgerSchema.current())
                    .state("nothing was changed")
                    .remedy("use the newer Plumbline that wrote it")
                    .exception();
        }
    }

    private RuntimeException cannotWrite(SQLException e) throws SQLException {
        if (!SqlFailure.of(e).sqlState().equals("42501")) {
            throw e;
        }
        String role = current("current_user");
        boolean made = session.text("SELECT to_regnamespace(?)", schema).isPresent();
        boolean upgrade = version() > 0;
        Problem problem = Problem.of(
                        ProblemId.LEDGER_NOT_WRITABLE,
                        (upgrade ? "cannot upgrade" : "cannot create") + " the ledger in schema "
                                + settings.ledgerSchema() + ": "
                                + SqlFailure.of(e).message())
                .state("nothing was changed");
        if (upgrade) {
            return problem.remedy("run it as the role that owns the ledger: role: " + owner() + " in plumb.yml")
                    .exception(e);
        }
        return (made
                        ? problem.remedy("as an administrator: ALTER SCHEMA " + schema + " OWNER TO " + role)
                        : problem.remedy(
                                "as an administrator: GRANT CREATE ON DATABASE " + current("current_database()")
                                        + " TO " + role,
                                "or have the schema made for it: CREATE SCHEMA " + schema + " AUTHORIZATION " + role))
                .exception(e);
    }

    private String owner() throws SQLException {
        return session.text("SELECT nspowner::regrole FROM pg_namespace WHERE nspname = ?", settings.ledgerSchema())
                .orElse("its owner");
    }

    private String current(String function) throws SQLException {
        return session.text("SELECT quote_ident(" + function + ")").orElse("?");
    }

    /** Before anything runs: what only reads needs less than what a run writes. */
    private void refuseUnwritable() throws SQLException {
        String run = schema + ".migration_run";
        String step = schema + ".migration_step";
        String attempt = schema + ".migration_attempt";
        if (session.is(
                "SELECT has_table_privilege(to_regclass(?), 'INSERT') AND has_table_privilege(to_regclass(?), 'UPDATE')"
                        + " AND has_table_privilege(to_regclass(?), 'INSERT')"
                        + " AND has_table_privilege(to_regclass(?), 'UPDATE')"
                        + " AND has_table_privilege(to_regclass(?), 'INSERT')",
                run,
                run,
                step,
                step,
                attempt)) {
            return;
        }
        String role = current("current_user");
        String owner = owner();
        throw Problem.of(
                        ProblemId.LEDGER_NOT_WRITABLE,
                        "the role " + role + " may not write to the ledger in schema " + settings.ledgerSchema())
                .state("nothing was changed")
                .remedy(
                        "run migrations as the role that owns the ledger: role: " + owner + " in plumb.yml",
                        "or, as " + owner + ": GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA " + schema + " TO "
                                + role)
                .exception();
    }

    private RuntimeException unreadable(SQLException e) throws SQLException {
        if (SqlFailure.of(e).isConnectionLost()) {
            throw e;
        }
        String role = current("current_user");
        String owner = owner();
        return Problem.of(
                        ProblemId.LEDGER_NOT_WRITABLE,
                        "cannot read the ledger in schema " + settings.ledgerSchema() + ": "
                                + SqlFailure.of(e).message())
                .state("nothing was changed")
                .remedy(
                        "to run migrations, become the role that owns the ledger: role: " + owner + " in plumb.yml",
                        "to look at their status, as " + owner + ": GRANT USAGE ON SCHEMA " + schema + " TO " + role
                                + "; GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO " + role)
                .exception(e);
    }

    /** Every line in order; none where there is no ledger. */
    List<Run> runs() throws SQLException {
        int version = version();
        refuseNewer(version);
        if (version == 0) {
            return List.of();
        }
        return rows.all();
    }

    /** The checksums of a line's statements, to name the first that differs. */
    List<String> statementChecksums(Run run) throws SQLException {
        return rows.statementChecksums(run);
    }

    /** A line that was written, and what the session held as it was. */
    record Written(long id, Traces traces) {}

    /** Writes a line. */
    Written insert(ScriptTask task, Run.Result result, Duration duration, List<HeldLocks.Held> locks, String error)
            throws SQLException {
        return session.query(
                        "WITH line AS (INSERT INTO " + schema
                                + ".migration_run (identity, version, slug, direction, result,"
                                + " raw_checksum, checksum, canonicaliser, statement_checksums, statements, author,"
                                + " tool_version, started_at, duration_ms, locks, error) VALUES (?, ?, ?, ?, ?, ?, ?,"
                                + " ?, ?, ?, ?, ?, clock_timestamp() - ? * interval '1 ms', ?, ?::jsonb, ?) RETURNING id)"
                                + " SELECT line.id, traces.* FROM line, (" + Traces.QUERY + ") AS traces",
                        row -> new Written(row.getLong(1), Traces.of(row, 2)),
                        task.migration().identity(),
                        task.migration().version().text(),
                        task.migration().slug(),
                        task.direction().toString(),
                        result.toString(),
                        task.text().rawChecksum(),
                        task.text().checksum(),
                        Canonical.VERSION,
                        task.text().statementChecksums(),
                        task.script().statements().size(),
                        settings.author(),
                        settings.toolVersion(),
                        duration.toMillis(),
                        duration.toMillis(),
                        json(locks),
                        error)
                .getFirst();
    }

    /** Adds the locks to a line that was written before they were known. */
    void addLocks(long run, List<HeldLocks.Held> locks) throws SQLException {
        session.update("UPDATE " + schema + ".migration_run SET locks = ?::jsonb WHERE id = ?", json(locks), run);
    }

    /** Whether a line is there and done. */
    boolean isDone(long run) throws SQLException {
        return session.is("SELECT result = 'done' FROM " + schema + ".migration_run WHERE id = ?", run);
    }

    /** Ends or reopens a line; its texts become those of the task, which may have been mended meanwhile. */
    void update(long run, ScriptTask task, Run.Result result, Duration added, List<HeldLocks.Held> locks, String error)
            throws SQLException {
        session.update(
                "UPDATE " + schema
                        + ".migration_run SET result = ?, duration_ms = duration_ms + ?, locks = locks || ?::jsonb,"
                        + " error = ?, raw_checksum = ?, checksum = ?, canonicaliser = ?, statement_checksums = ?,"
                        + " statements = ? WHERE id = ?",
                result.toString(),
                added.toMillis(),
                json(locks),
                error,
                task.text().rawChecksum(),
                task.text().checksum(),
                Canonical.VERSION,
                task.text().statementChecksums(),
                task.script().statements().size(),
                run);
    }

    /** Gives up a line in favour of a later one. */
    void abandon(Run run) throws SQLException {
        session.update("UPDATE " + schema + ".migration_run SET result = 'abandoned' WHERE id = ?", run.id());
    }

    /** Marks a line whose runner died. */
    void brokeOff(Run run) throws SQLException {
        session.update(
                "UPDATE " + schema + ".migration_run SET result = 'failed', error = 'the run broke off' WHERE id = ?",
                run.id());
    }

    /** Takes over a changed text as the applied one. */
    void accept(Run run, ScriptText text) throws SQLException {
        session.update(
                "UPDATE " + schema + ".migration_run SET raw_checksum = ?, checksum = ?, canonicaliser = ?,"
                        + " statement_checksums = ? WHERE id = ?",
                text.rawChecksum(),
                text.checksum(),
                Canonical.VERSION,
                text.statementChecksums(),
                run.id());
    }

    /** Marks a migration without running it. */
    void mark(
            String identity,
            String version,
            String slug,
            Direction direction,
            Run.Result result,
            Optional<ScriptText> text)
            throws SQLException {
        session.update(
                "INSERT INTO " + schema + ".migration_run (identity, version, slug, direction, result, raw_checksum,"
                        + " checksum, canonicaliser, statement_checksums, statements, author, tool_version, started_at,"
                        + " duration_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp(), 0)",
                identity,
                version,
                slug,
                direction.toString(),
                result.toString(),
                text.map(ScriptText::rawChecksum).orElse(""),
                text.map(ScriptText::checksum).orElse(""),
                Canonical.VERSION,
                text.map(ScriptText::statementChecksums).orElse(List.of()),
                text.map(t -> t.statementChecksums().size()).orElse(0),
                settings.author(),
                settings.toolVersion());
    }

    /** Writes a step; the backend is this session's own. */
    void insertStep(long run, int ordinal, Segment segment, Run.Step.State state, List<String> checksums, String before)
            throws SQLException {
        boolean alone = segment instanceof Segment.Alone;
        session.update(
                "INSERT INTO " + schema + ".migration_step (run_id, ordinal, first_statement, last_statement, alone,"
                        + " state, statement, statement_checksums, backend_pid, backend_start, catalog_before,"
                        + " search_path) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?,"
                        + " current_setting('search_path'))"
                        + " ON CONFLICT (run_id, ordinal) DO UPDATE SET first_statement = excluded.first_statement,"
                        + " last_statement = excluded.last_statement, alone = excluded.alone, state = excluded.state,"
                        + " statement = excluded.statement, statement_checksums = excluded.statement_checksums,"
                        + " backend_pid = excluded.backend_pid, backend_start = excluded.backend_start,"
                        + " catalog_before = excluded.catalog_before, search_path = excluded.search_path, started_at = excluded.started_at, error = ''",
                run,
                ordinal,
                segment.first(),
                segment.last(),
                alone,
                state.toString(),
                alone ? segment.statements().getFirst().recorded() : "",
                checksums,
                session.pid(),
                session.backendStart(),
                before);
    }

    /** Ends a step that was intended. */
    void endStep(long run, int ordinal, Run.Step.State state, String error) throws SQLException {
        session.update(
                "UPDATE " + schema + ".migration_step SET state = ?, error = ?,"
                        + " duration_ms = extract(epoch FROM clock_timestamp() - started_at) * 1000"
                        + " WHERE run_id = ? AND ordinal = ?",
                state.toString(),
                error,
                run,
                ordinal);
    }

    private static String json(List<HeldLocks.Held> locks) {
        StringBuilder json = new StringBuilder("[");
        for (HeldLocks.Held lock : locks) {
            json.append(json.length() > 1 ? "," : "")
                    .append("{\"relation\":\"")
                    .append(escaped(lock.relation()))
                    .append("\",\"mode\":\"")
                    .append(lock.mode())
                    .append("\",\"heldMs\":")
                    .append(lock.held().toMillis())
                    .append('}');
        }
        return json.append(']').toString();
    }

    private static String escaped(String name) {
        StringBuilder text = new StringBuilder();
        name.chars().forEach(c -> {
            if (c < ' ' || c == '"' || c == '\\') {
                text.append(String.format("\\u%04x", c));
            } else {
                text.append((char) c);
            }
        });
        return text.toString();
    }
}
