package dev.plumbline.migrate;

import dev.plumbline.db.HeldLocks;
import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.db.Traces;
import dev.plumbline.sql.Statement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs the statements of one transaction and commits them with their line in the ledger; again, where a lock was not to be had. */
final class TransactionStep {
    /** First words of statements that take no lock stronger than a writer's. */
    private static final Set<String> LIGHT = Set.of("insert", "update", "delete", "merge", "set", "reset", "comment");

    /** Words without which CREATE TABLE locks and runs nothing but what it makes. */
    private static final Set<String> REACHING =
            Set.of("references", "inherits", "partition", "of", "like", "select", "values", "with", "execute");

    /** First words of statements that may change who the session is. */
    private static final Set<String> IDENTITY = Set.of("set", "reset", "select", "do", "call");

    private final ScriptRun script;
    private final Runner runner;
    private final Session session;
    private final Segment.Transaction segment;

    TransactionStep(ScriptRun script, Segment.Transaction segment) {
        this.script = script;
        this.runner = script.runner;
        this.session = script.session;
        this.segment = segment;
    }

    /** Commits the segment; or puts its pieces in front of what is to do, where the server refuses it as one transaction. */
    void run() throws SQLException {
        Backoff backoff = new Backoff(runner.settings.lockRetries());
        while (true) {
            Attempt attempt = new Attempt();
            try {
                attempt.run();
                break;
            } catch (SQLException e) {
                SqlFailure failure = script.task.text().redact(SqlFailure.of(e).after(attempt.begin.length()));
                if (session.isClosed() || failure.isConnectionLost()) {
                    throw script.failures.connectionLost(
                            e, failure, script.id(), script.ordinal(), attempt.whole, attempt.current);
                }
                session.rollback();
                runner.probe().rolledBack();
                script.backTo(attempt.runBefore);
                if (attempt.asking && failure.isPreparedLost() && session.stopKeepingPrepared()) {
                    continue;
                }
                if (attempt.recording && !failure.isLockTrouble()) {
                    throw script.failures.ledgerNotWritten(e, failure, script.ordinal());
                }
                List<Segment> pieces = Splitting.pieces(segment, attempt.current, failure);
                if (!pieces.isEmpty()) {
                    runner.events.accept(new Event.Split(script.failures.place(attempt.current), failure.message()));
                    pieces.reversed().forEach(script.todo::push);
                    return;
                }
                if (!failure.isLockTrouble() || runner.interrupted() || !backoff.again()) {
                    script.recordFailure(failure);
                    throw script.failures.statementFailed(
                            e, failure, attempt.current, script.ordinal(), backoff.attempt(), script.blockers());
                }
                script.standAside(backoff, failure, attempt.current);
            }
        }
    }

    private boolean mayHaveSetRole() {
        return script.task.script().statements().stream()
                .filter(statement -> statement.ordinal() <= segment.last())
                .anyMatch(statement -> IDENTITY.stream().anyMatch(statement::startsWith));
    }

    private static boolean mayLockOthers(Statement statement) {
        if (statement.startsWith("create", "table")) {
            return REACHING.stream().anyMatch(statement.tokens()::contain);
        }
        return LIGHT.stream().noneMatch(statement::startsWith);
    }

    /** One try at the transaction. */
    private final class Attempt {
        private final HeldLocks locks = new HeldLocks(runner.settings.ledgerSchema());
        private final long began = System.nanoTime();
        private final long runBefore = script.id();

        /** Whether the segment is all of the script, so that no step is needed. */
        private final boolean whole = script.id() == 0 && script.todo.isEmpty();

        /** Goes with the first statement, in one round trip; empty once it is gone. */
        private String begin = segment.begin() + ";";

        /** The statement that runs; null while none of the script's does. */
        private @Nullable Statement current;

        /** Whether the server is asked a question of our own. */
        private boolean asking;

        /** Whether the ledger is written. */
        private boolean recording;

        /** Whether the statement that ran last may have locked what others use. */
        private boolean mayLock;

        /** Since when a lock can be held that no sample has shown yet. */
        private long unsampled = began;

        private void run() throws SQLException {
            if (segment.statements().getFirst().copyRows().isPresent()
                    || runner.probe().looks()) {
                // COPY must be alone, and a probe looks from inside the transaction.
                session.execute(begin);
                begin = "";
            }
            for (Statement statement : segment.statements()) {
                if (statement.ordinal() > segment.first()) {
                    // Once they are dropped, nothing tells any more which relations the transaction had made.
                    sample(mayLock || statement.startsWith("drop"));
                }
                runStatement(statement);
            }
            current = null;
            asking = true;
            if (mayHaveSetRole()) {
                runner.resumeOwnRole();
            }
            recording = true;
            Traces traces = record();
            recording = false;
            asking = false;
            if (script.todo.isEmpty()) {
                script.commitLast(traces);
            } else {
                session.execute("COMMIT");
            }
            runner.probe().committed();
            script.stepDone(segment, locks.until(System.nanoTime()));
        }

        private void runStatement(Statement statement) throws SQLException {
            current = statement;
            if (runner.interrupted()) {
                // As if the server had been asked to: it is idle between two statements.
                throw new SQLException("interrupted between two statements", "57014");
            }
            if (statement.startsWith("drop")) {
                asking = true;
                locks.remember(session);
                asking = false;
            }
            asking = true;
            runner.probe().before(statement, false);
            asking = false;
            long before = System.nanoTime();
            Duration took = script.send(statement, begin);
            begin = "";
            asking = true;
            runner.probe().after(statement, false, took);
            asking = false;
            mayLock = mayLockOthers(statement);
            unsampled = mayLock ? Math.max(before, runner.watch.lastWaitingNanos()) : began;
        }

        /** Notes the locks of the statement that ran, while it is known that they are its own. */
        private void sample(boolean wanted) throws SQLException {
            if (wanted) {
                asking = true;
                locks.sample(session, unsampled);
                asking = false;
            }
        }

        private Traces record() throws SQLException {
            // The line of a script that is one transaction tells with itself whether there are locks: most
            // lock only what they make, and need no question of their own.
            if (!whole || !locks.isEmpty()) {
                locks.sample(session, unsampled);
            }
            boolean known = !locks.isEmpty();
            List<HeldLocks.Held> held = locks.until(System.nanoTime());
            if (!whole) {
                int ordinal = script.ordinal();
                script.open(held);
                runner.ledger.insertStep(
                        script.id(), ordinal, segment, Run.Step.State.DONE, script.checksums(segment), "");
                runner.ledger.endStep(script.id(), ordinal, Run.Step.State.DONE, "");
                return script.todo.isEmpty() ? script.finish(List.of()) : Traces.NONE;
            }
            Traces traces = script.finish(held);
            if (traces.strongLocks() && !known) {
                locks.note(session, unsampled);
            }
            if (!known && !locks.isEmpty()) {
                runner.ledger.addLocks(script.id(), locks.until(System.nanoTime()));
            }
            return traces;
        }
    }
}
