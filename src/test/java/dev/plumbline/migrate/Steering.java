package dev.plumbline.migrate;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/**
 * Brings a run to the moment at which it is to be killed: other sessions hold what it needs there, until the server shows that it
 * waits. What waits stays where it is, so that the kill cannot come too late.
 */
final class Steering implements AutoCloseable {
    private final CrashRun run;
    private final Sql sql;
    private final Deque<Sql> holds = new ArrayDeque<>();

    /** {@code sql} is a session on the run's database. */
    Steering(CrashRun run, Sql sql) {
        this.run = run;
        this.sql = sql;
    }

    /** Puts in the way of the run, which has not started, what it is to meet first. */
    void block() throws SQLException {
        switch (run.moment()) {
            case ANY, WORKING -> {}
            case BEFORE ->
                hold(run.from() == 0 ? "CREATE SCHEMA plumb" : "LOCK TABLE plumb.ledger IN ACCESS EXCLUSIVE MODE");
            case IN_TRANSACTION, AFTER -> hold("LOCK TABLE account IN SHARE MODE");
            case IN_ALONE, AT_RESULT, BETWEEN_STEPS -> hold("LOCK TABLE " + run.park() + " IN ROW EXCLUSIVE MODE");
            case LATE_IN_ALONE -> hold("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT 1");
        }
    }

    /** Returns when it is time to kill. */
    void awaitMoment(ChildPlumb child, Random random) throws SQLException, InterruptedException {
        switch (run.moment()) {
            case ANY -> Thread.sleep(random.nextInt(3_000));
            case WORKING -> {
                sql.await("to_regclass('plumb.migration_run') IS NOT NULL");
                sql.await(run.begun());
                Thread.sleep(random.nextInt(400));
            }
            case BEFORE -> awaitWait(child, "plumb");
            case IN_TRANSACTION -> awaitWait(child, "account");
            case IN_ALONE -> awaitAlone(child);
            case LATE_IN_ALONE ->
                sql.await("SELECT count(*) > 0 FROM pg_stat_progress_create_index JOIN pg_stat_activity USING (pid)"
                        + " WHERE phase = 'waiting for old snapshots' AND application_name LIKE '"
                        + child.applicationName() + "'");
            case AT_RESULT -> {
                awaitAlone(child);
                holdInstead("LOCK TABLE plumb.migration_step IN EXCLUSIVE MODE");
                awaitWait(child, "plumb.migration_step");
            }
            case BETWEEN_STEPS -> {
                // Nothing but the start of the next step writes this table when a step that ran alone has ended.
                awaitAlone(child);
                holdInstead("LOCK TABLE plumb.migration_run IN EXCLUSIVE MODE");
                awaitWait(child, "plumb.migration_run");
            }
            case AFTER -> {
                // Read when a run begins and when it reports, and never between.
                awaitWait(child, "account");
                holdInstead("LOCK TABLE plumb.ledger IN ACCESS EXCLUSIVE MODE");
                awaitWait(child, "plumb.ledger");
            }
        }
    }

    private void awaitAlone(ChildPlumb child) throws SQLException, InterruptedException {
        awaitWait(child, "");
        sql.await(Caught.INTENDED);
    }

    /** Until the run waits for a lock in a statement that holds these words. */
    private void awaitWait(ChildPlumb child, String words) throws SQLException, InterruptedException {
        sql.await("SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name LIKE '" + child.applicationName()
                + "' AND wait_event_type = 'Lock' AND query LIKE '%" + words + "%'");
    }

    /** Lets the run go on, up to what is held now. */
    private void holdInstead(String lock) throws SQLException {
        Sql before = holds.remove();
        hold(lock);
        before.close();
    }

    private void hold(String lock) throws SQLException {
        Sql session = new Sql(run.url());
        holds.add(session);
        session.run("BEGIN; " + lock);
    }

    /** After the kill: frees what stood in the way of the run only, and not of its tables. */
    void killed() throws SQLException {
        switch (run.moment()) {
            // A status waits for these, too.
            case BEFORE, AFTER -> release();
            case ANY, WORKING, IN_TRANSACTION, IN_ALONE, LATE_IN_ALONE, AT_RESULT, BETWEEN_STEPS -> {}
        }
    }

    /** Frees everything. */
    synchronized void release() throws SQLException {
        while (!holds.isEmpty()) {
            holds.remove().close();
        }
    }

    @Override
    public void close() throws SQLException {
        release();
    }
}
