package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.db.Database;
import dev.plumbline.db.LockWatch;
import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.db.Traces;
import dev.plumbline.sql.Identifiers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a run works with: the session that holds the lock and runs the statements, the watch beside it, the ledger. Open from the
 * first lock to the last reset.
 */
final class Runner implements AutoCloseable {
    private static final Duration CLEAN_UP_BUDGET = Duration.ofSeconds(3);

    final Database database;
    final Settings settings;
    final Consumer<Event> events;
    final Session session;
    final Ledger ledger;
    final RunnerLock lock;
    final LockWatch watch;
    private final Interruption interruption;
    private Probe probe = Probe.NONE;
    private String settingsSql = "";
    private String goOn = "";
    private final List<String> cleanedUp = new ArrayList<>();

    private Runner(
            Database database, Settings settings, Consumer<Event> events, Interruption interruption, Session session) {
        this.database = database;
        this.settings = settings;
        this.events = events;
        this.interruption = interruption;
        this.session = session;
        this.ledger = new Ledger(session, settings);
        this.lock =
                new RunnerLock(session, settings, events, interruption, RunnerName.patient(database.applicationName()));
        this.watch = new LockWatch(database, session.pid(), waiting -> events.accept(new Event.Waits(waiting)));
    }

    /** Opens the session, checks that the server can be written to, and takes the runner's lock. */
    static Runner open(Database database, Settings settings, Consumer<Event> events, Interruption interruption)
            throws SQLException {
        Session session = database.openAlone();
        Runner runner = new Runner(database, settings, events, interruption, session);
        try {
            runner.refuseReadOnly();
            runner.settingsSql = settingsSql(database, settings, session);
            session.execute(runner.settingsSql);
            // Who stands in the way is shown to the user who logged in, not to the role that owns the tables.
            session.execute("SET ROLE NONE");
            runner.lock.acquire();
            runner.resumeOwnRole();
            runner.ledger.upgrade();
            session.keepPrepared();
            return runner;
        } catch (SQLException | RuntimeException e) {
            runner.close();
            throw e;
        }
    }

    /**
     * The session's settings. A user named like the ledger's schema would otherwise create their tables in it: {@code "$user"}
     * comes first in PostgreSQL's default search path.
     */
    private static String settingsSql(Database database, Settings settings, Session session) throws SQLException {
        // Asked once: nothing but SET is cheap enough to run between any two migrations.
        boolean namesake = session.is("SELECT current_user = ?", settings.ledgerSchema());
        return database.settings(session)
                + (namesake
                        ? "; SELECT set_config('search_path', regexp_replace(current_setting('search_path'),"
                                + " E'\"\\\\$user\"\\\\s*,?\\\\s*', ''), false)"
                        : "");
    }

    /** What looks on from now on while scripts run. */
    void look(Probe next) throws SQLException {
        boolean same = next.settings().equals(probe.settings());
        probe = next;
        if (!same && !session.isClosed()) {
            session.execute("RESET ALL; " + settings());
        }
    }

    /** What looks on while scripts run. */
    Probe probe() {
        return probe;
    }

    /** What the session is set to before each script: the probe's part first, which the user who logged in may set. */
    private String settings() {
        return probe.settings() + settingsSql;
    }

    private void refuseReadOnly() throws SQLException {
        boolean replica = session.is("SELECT pg_is_in_recovery()");
        if (replica
                || session.text("SHOW transaction_read_only")
                        .filter("on"::equals)
                        .isPresent()) {
            ReadOnly reason = replica ? ReadOnly.REPLICA : ReadOnly.of(session);
            throw Problem.of(ProblemId.DATABASE_READ_ONLY, reason.what())
                    .at(database.spec().display())
                    .state("nothing was changed")
                    .remedy(reason.remedy())
                    .exception();
        }
    }

    /** Forgets what a migration left in the session, and makes sure of the runner's lock. */
    void reset() throws SQLException {
        try {
            session.execute("DEALLOCATE ALL; " + SessionReset.BUT_PREPARED + settings());
        } catch (SQLException e) {
            throw resetting(e);
        }
        session.takeNotices();
        verifyLock();
    }

    /** How a reset went that nobody was told of yet. */
    record Reset(Optional<SQLException> failure, List<Traces.Advisory> advisory) {}

    /**
     * Commits and resets the session, in one round trip, since both come after every migration. Throws where the COMMIT fails;
     * how the reset went is for {@link #check}, once the migration is reported.
     *
     * @param traces what the session held before
     * @param run    the ledger's line that is committed
     */
    Reset commitAndReset(Traces traces, long run) throws SQLException {
        try {
            session.execute("COMMIT; " + (traces.prepared() ? "DEALLOCATE ALL; " : "") + SessionReset.BUT_PREPARED
                    + settings());
            session.takeNotices();
            return new Reset(Optional.empty(), traces.advisory());
        } catch (SQLException e) {
            if (session.isClosed() || SqlFailure.of(e).isConnectionLost()) {
                throw e;
            }
            session.rollback();
            if (!ledger.isDone(run)) {
                throw e;
            }
            return new Reset(Optional.of(e), traces.advisory());
        }
    }

    /** Makes sure that the session is as new and holds the runner's lock. */
    void check(Reset reset) throws SQLException {
        if (reset.failure().isPresent()) {
            throw resetting(reset.failure().get());
        }
        if (!lock.isAlone(reset.advisory())) {
            verifyLock();
        }
    }

    private static SQLException resetting(SQLException e) {
        return new SQLException("resetting the session: " + SqlFailure.of(e).message(), e.getSQLState(), e);
    }

    private void verifyLock() throws SQLException {
        lock.verify(Traces.read(session).advisory());
    }

    /**
     * Writes to the ledger in a transaction that stays open, beside statements that may have thrown away what the server kept
     * prepared for us; {@code action} may run twice.
     */
    <T> T recording(Recording<T> action) throws SQLException {
        session.execute("BEGIN");
        try {
            return action.run();
        } catch (SQLException e) {
            session.rollback();
            if (!SqlFailure.of(e).isPreparedLost() || !session.stopKeepingPrepared()) {
                throw e;
            }
            session.execute("BEGIN");
            return action.run();
        }
    }

    /** Writes to the ledger. */
    @FunctionalInterface
    interface Recording<T> {
        T run() throws SQLException;
    }

    /** Asks a question of our own, in no transaction, beside statements that may have thrown away what the server kept prepared for us. */
    void asking(Action question) throws SQLException {
        try {
            question.run();
        } catch (SQLException e) {
            if (!SqlFailure.of(e).isPreparedLost() || !session.stopKeepingPrepared()) {
                throw e;
            }
            question.run();
        }
    }

    /** Back to the role that owns the ledger, whatever the migration's statements set. */
    void resumeOwnRole() throws SQLException {
        session.execute("RESET SESSION AUTHORIZATION; "
                + database.role()
                        .map(role -> "SET ROLE " + Identifiers.quote(role))
                        .orElse("RESET ROLE"));
    }

    /**
     * Runs a statement that must run alone: without {@code lock_timeout}, which would cancel its waits for old transactions and
     * leave a broken index, but with a budget for all of it.
     */
    void underBudget(Action action) throws SQLException {
        // Somebody who pressed Ctrl-C gets a clean-up that is quick; else the next run does it.
        long budget = interrupted()
                ? CLEAN_UP_BUDGET.toMillis()
                : settings.concurrentBudget().toMillis();
        session.execute("SET lock_timeout = 0; SET statement_timeout = " + budget);
        try {
            action.run();
        } finally {
            if (!session.isClosed()) {
                session.execute("RESET statement_timeout; SET lock_timeout = "
                        + database.lockTimeout().toMillis()
                        + database.statementTimeout()
                                .map(t -> "; SET statement_timeout = " + t.toMillis())
                                .orElse(""));
            }
        }
    }

    /** Runs a script's statement: one that an interruption may cancel. */
    void interruptibly(Action action) throws SQLException {
        interruption.watch(session);
        try {
            action.run();
        } finally {
            interruption.unwatch();
        }
    }

    /** Work that talks to the server. */
    @FunctionalInterface
    interface Action {
        void run() throws SQLException;
    }

    /** Waits, but not through an interruption. */
    void pause(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end && !interrupted()) {
            Pause.millis(Math.clamp((end - System.nanoTime()) / 1_000_000, 1, 100));
        }
    }

    /** The command that does what is left of the work, for messages. */
    String goOn() {
        return goOn;
    }

    /** Whoever begins a part of the work says how the rest would be done. */
    void goOnWith(String command) {
        goOn = command;
    }

    /** What of earlier runs was cleaned up by this one, as clauses. */
    List<String> cleanedUp() {
        return cleanedUp;
    }

    boolean interrupted() {
        return interruption.requested();
    }

    @Override
    public void close() throws SQLException {
        watch.close();
        try {
            if (!session.isClosed()) {
                lock.release();
            }
        } finally {
            session.close();
        }
    }
}
