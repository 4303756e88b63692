package dev.plumbline.migrate;

import java.sql.SQLException;
import java.util.Locale;

/** Where a killed run was, as the ledger and the server's sessions show. */
enum Caught {
    BEFORE,
    IN_TRANSACTION,
    IN_CONCURRENT_STATEMENT,
    BETWEEN_INTENT_AND_RESULT,
    BETWEEN_STEPS,
    AFTER;

    /** Condition: a step is begun whose end is not recorded. */
    static final String INTENDED = "SELECT count(*) > 0 FROM plumb.migration_step WHERE state = 'intended'";

    /** Looks where a run is. */
    static Caught of(CrashRun run, ChildPlumb child, Sql sql) throws SQLException {
        if (!sql.is("to_regclass('plumb.migration_step') IS NOT NULL")) {
            return BEFORE;
        }
        if (sql.is(run.finished())) {
            return AFTER;
        }
        if (sql.is(INTENDED)) {
            return sql.is(runsWhatIsIntended(child)) ? IN_CONCURRENT_STATEMENT : BETWEEN_INTENT_AND_RESULT;
        }
        if (sql.is(runsAScript(child))) {
            return IN_TRANSACTION;
        }
        return sql.is(run.begun()) ? BETWEEN_STEPS : BEFORE;
    }

    private static String runsWhatIsIntended(ChildPlumb child) {
        return "SELECT count(*) > 0 FROM pg_stat_activity a, plumb.migration_step s WHERE a.application_name LIKE '"
                + child.applicationName()
                + "' AND a.state = 'active' AND s.state = 'intended' AND position(s.statement IN a.query) > 0";
    }

    /** Between two steps Plumbline writes its ledger in a transaction, too: what tells a script's are its locks. */
    private static String runsAScript(ChildPlumb child) {
        return "SELECT count(*) > 0 FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE a.application_name LIKE '"
                + child.applicationName()
                + "' AND l.locktype = 'relation' AND l.relation >= 16384 AND l.relation NOT IN (SELECT oid FROM pg_class"
                + " WHERE relnamespace IN ('plumb'::regnamespace, 'pg_toast'::regnamespace))";
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
