package dev.plumbline.migrate;

import dev.plumbline.db.HeldLocks;
import dev.plumbline.db.LockWatch;
import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.sql.Statement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs one script. Where it can be one transaction, its statements and its line in the ledger commit together. Where it cannot,
 * each segment commits together with its step, and a statement outside of transactions has its intent written before and its
 * result after.
 */
final class ScriptRun {
    /** First words of statements that take no lock stronger than a writer's. */
    private static final Set<String> LIGHT = Set.of("insert", "update", "delete", "merge", "set", "reset", "comment");

    /** Words without which CREATE TABLE locks and runs nothing but what it makes. */
    private static final Set<String> REACHING =
            Set.of("references", "inherits", "partition", "of", "like", "select", "values", "with", "execute");

    /** First words of statements that may change who the session is. */
    private static final Set<String> IDENTITY = Set.of("set", "reset", "select", "do", "call");

    private final Runner runner;
    private final Session session;
    private final ScriptTask task;
    private final Failures failures;
    private final Deque<Segment> todo;
    private final List<HeldLocks.Held> held = new ArrayList<>();
    private final long started = System.nanoTime();
    private List<LockWatch.Blocker> blockers = List.of();

    /** Id of the ledger's line, 0 while there is none. */
    private long run;

    /** The number of the step that comes next, 1-based. */
    private int ordinal;

    /** Whether the statement that runs outside of transactions has done its work. */
    private boolean aloneDone;

    /** Why it has not. */
    private Optional<SqlFailure> aloneFailure = Optional.empty();

    /** When the time not yet written to the ledger began. */
    private long unrecorded = started;

    ScriptRun(Runner runner, ScriptTask task) {
        this.runner = runner;
        this.session = runner.session;
        this.task = task;
        this.run = task.resume().map(Run::id).orElse(0L);
        this.ordinal = 1
                + (int) task.resume().stream()
                        .flatMap(r -> r.steps().stream())
                        .filter(step -> step.state() == Run.Step.State.DONE)
                        .count();
        this.todo = new ArrayDeque<>(Resume.remaining(task));
        this.failures = new Failures(runner, task);
        task.text().prepareChecksums();
    }

    /** Runs what is left of the script; throws the problem where a statement fails. */
    Report.Done run() throws SQLException {
        int statements = task.script().statements().size();
        int done = task.resume().map(Run::statementsDone).orElse(0);
        runner.events.accept(new Event.Started(task.migration(), task.direction(), statements, done + 1));
        task.script()
                .notes()
                .forEach(note -> runner.events.accept(new Event.Notice(failures.place(note.at()), note.text())));
        if (run != 0) {
            new Attempts(session, runner.settings).begin(run);
        }
        if (done > 0 && !todo.isEmpty()) {
            Resume.replaySettings(session, task, done);
        }
        if (statements == 0) {
            runner.events.accept(new Event.Remark(
                    task.text().file().path() + " holds no statement: it is recorded, and nothing is run"));
        }
        if (todo.isEmpty()) {
            session.execute("BEGIN");
            finishRun(List.of());
            session.execute("COMMIT");
        }
        while (!todo.isEmpty()) {
            if (runner.interrupted()) {
                throw failures.interrupted("interrupted between two steps", ordinal);
            }
            switch (todo.pop()) {
                case Segment.Transaction transaction -> runTransaction(transaction);
                case Segment.Alone alone -> {
                    try {
                        runAlone(alone);
                    } catch (SQLException e) {
                        // The statement's own failures are told where they happen; these are the ledger's.
                        throw failures.notRecorded(e, run, ordinal, alone.statement(), aloneDone, aloneFailure);
                    }
                }
            }
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - started);
        List<HeldLocks.Held> locks = List.copyOf(held);
        runner.events.accept(new Event.Finished(task.migration(), task.direction(), statements, duration, locks));
        runner.reset();
        return new Report.Done(
                task.migration().version().text(), task.migration().slug(), statements, duration, locks);
    }

    private void runTransaction(Segment.Transaction segment) throws SQLException {
        Backoff backoff = new Backoff(runner.settings.lockRetries());
        while (true) {
            Attempt attempt = new Attempt(segment);
            try {
                attempt.run();
                break;
            } catch (SQLException e) {
                SqlFailure failure = task.text().redact(SqlFailure.of(e));
                if (session.isClosed() || failure.isConnectionLost()) {
                    throw failures.connectionLost(e, failure, run, ordinal, attempt.whole, attempt.current);
                }
                session.rollback();
                run = attempt.runBefore;
                if (attempt.recording && !failure.isLockTrouble()) {
                    throw failures.ledgerNotWritten(e, failure, ordinal);
                }
                List<Segment> pieces = Splitting.pieces(segment, attempt.current, failure);
                if (!pieces.isEmpty()) {
                    runner.events.accept(new Event.Split(failures.place(attempt.current), failure.message()));
                    pieces.reversed().forEach(todo::push);
                    return;
                }
                if (!failure.isLockTrouble() || runner.interrupted() || !backoff.again()) {
                    recordFailure(failure);
                    throw failures.statementFailed(e, failure, attempt.current, ordinal, blockers);
                }
                standAside(backoff, failure, attempt.current);
            }
        }
        if (!todo.isEmpty()) {
            Resume.replaySettings(session, task, segment.last());
        }
    }

    private boolean mayHaveSetRole(Segment segment) {
        return task.script().statements().stream()
                .filter(statement -> statement.ordinal() <= segment.last())
                .anyMatch(statement -> IDENTITY.stream().anyMatch(statement::startsWith));
    }

    /** One try at a transaction. */
    private final class Attempt {
        private final Segment.Transaction segment;
        private final HeldLocks locks = new HeldLocks(runner.settings.ledgerSchema());
        private final long began = System.nanoTime();
        private final long runBefore = run;

        /** Whether the segment is all of the script, so that no step is needed. */
        private final boolean whole = run == 0 && todo.isEmpty();

        /** The statement that runs; null while none of the script's does. */
        private @Nullable Statement current;

        /** Whether the statement that runs writes the ledger. */
        private boolean recording;

        private Attempt(Segment.Transaction segment) {
            this.segment = segment;
        }

        private void run() throws SQLException {
            // Goes with the first statement, in one round trip; only COPY must be alone.
            String begin = segment.begin() + ";";
            if (segment.statements().getFirst().copyRows().isPresent()) {
                session.execute(begin);
                begin = "";
            }
            boolean sampled = false;
            for (Statement statement : segment.statements()) {
                current = statement;
                if (runner.interrupted()) {
                    // As if the server had been asked to: it is idle between two statements.
                    throw new SQLException("interrupted between two statements", "57014");
                }
                long before = System.nanoTime();
                if (!sampled && begin.isEmpty() && statement.startsWith("drop")) {
                    // Afterwards nothing tells any more what the transaction had made itself.
                    locks.sample(session, before);
                }
                send(statement, begin);
                begin = "";
                sampled = mayLockOthers(statement);
                if (sampled) {
                    locks.sample(session, Math.max(before, runner.watch.lastWaitingNanos()));
                }
            }
            current = null;
            if (!sampled) {
                locks.sample(session, began);
            }
            if (mayHaveSetRole(segment)) {
                runner.resumeOwnRole();
            }
            recording = true;
            record(segment, locks.until(System.nanoTime()));
            recording = false;
            session.execute("COMMIT");
            held.addAll(locks.until(System.nanoTime()));
            ordinal++;
        }

        private void record(Segment.Transaction done, List<HeldLocks.Held> locksHeld) throws SQLException {
            if (!whole) {
                openRun(locksHeld);
                runner.ledger.insertStep(run, ordinal, done, Run.Step.State.DONE, checksums(done), "");
                runner.ledger.endStep(run, ordinal, Run.Step.State.DONE, "");
            }
            if (todo.isEmpty()) {
                finishRun(whole ? locksHeld : List.of());
            }
        }
    }

    private static boolean mayLockOthers(Statement statement) {
        if (statement.startsWith("create", "table")) {
            return REACHING.stream().anyMatch(statement.tokens()::contain);
        }
        return LIGHT.stream().noneMatch(statement::startsWith);
    }

    private void runAlone(Segment.Alone segment) throws SQLException {
        Backoff backoff = new Backoff(runner.settings.lockRetries());
        Statement statement = segment.statement().statement();
        Recovery recovery = new Recovery(runner, task.text().secrets());
        while (true) {
            aloneDone = false;
            aloneFailure = Optional.empty();
            String before = segment.statement().before(session);
            runner.resumeOwnRole();
            session.execute("BEGIN");
            openRun(List.of());
            runner.ledger.insertStep(run, ordinal, segment, Run.Step.State.INTENDED, checksums(segment), before);
            session.execute("COMMIT");
            try {
                runner.underBudget(() -> {
                    // After the budget's own: what the script says about its timeouts holds.
                    Resume.replaySettings(session, task, segment.first() - 1);
                    send(statement, "");
                });
                aloneDone = true;
            } catch (SQLException e) {
                SqlFailure failure = task.text().redact(SqlFailure.of(e));
                if (session.isClosed() || failure.isConnectionLost()) {
                    throw failures.connectionLost(e, failure, run, ordinal, false, statement);
                }
                aloneFailure = Optional.of(failure);
                runner.resumeOwnRole();
                Recovery.Left left = recovery.afterFailure(run, ordinal, segment.statement(), before, failure);
                if (!failure.isLockTrouble() || !left.clean() || runner.interrupted() || !backoff.again()) {
                    recordFailure(failure);
                    throw failures.aloneFailed(e, failure, statement, ordinal, blockers, left);
                }
                standAside(backoff, failure, statement);
                continue;
            }
            Optional<String> unfinished = segment.statement().unfinished(session);
            runner.resumeOwnRole();
            if (unfinished.isPresent()) {
                runner.ledger.endStep(run, ordinal, Run.Step.State.FAILED, "invalid: " + unfinished.get());
                recordFailure("index " + unfinished.get() + " is invalid");
                throw failures.unfinished(statement, ordinal, unfinished.get());
            }
            session.execute("BEGIN");
            runner.ledger.endStep(run, ordinal, Run.Step.State.DONE, "");
            if (todo.isEmpty()) {
                finishRun(List.of());
            }
            session.execute("COMMIT");
            ordinal++;
            if (!todo.isEmpty()) {
                Resume.replaySettings(session, task, segment.last());
            }
            return;
        }
    }

    /** Sends a statement; {@code before} goes before it in the same round trip, and leaves its error positions as they are. */
    private void send(Statement statement, String before) throws SQLException {
        runner.events.accept(new Event.Progress(
                task.migration(),
                statement.ordinal(),
                task.script().statements().size()));
        runner.watch.begin();
        try {
            runner.interruptibly(() -> {
                if (statement.copyRows().isPresent()) {
                    session.copyIn(statement.text(), statement.copyRows().get().bytes());
                } else {
                    session.execute(before + statement.text());
                }
            });
        } finally {
            blockers = runner.watch.end();
        }
        for (String notice : session.takeNotices()) {
            runner.events.accept(
                    new Event.Notice(failures.place(statement), task.text().redact(notice)));
        }
    }

    private void standAside(Backoff backoff, SqlFailure failure, @Nullable Statement statement) throws SQLException {
        Duration pause = backoff.pause();
        runner.events.accept(new Event.Retry(
                backoff.attempt(), backoff.attempts(), pause, failure.message(), blockers, failures.place(statement)));
        runner.pause(pause);
        if (runner.interrupted()) {
            recordFailure(failure);
            throw failures.interrupted("interrupted while waiting for a lock", ordinal);
        }
    }

    /** Makes the ledger's line, or takes the old one up again. */
    private void openRun(List<HeldLocks.Held> locks) throws SQLException {
        if (run == 0) {
            run = runner.ledger.insert(task, Run.Result.RUNNING, unrecorded(), locks, "");
        } else {
            runner.ledger.update(run, task, Run.Result.RUNNING, unrecorded(), locks, "");
        }
    }

    /** The time since the last line that was written, which the next one adds. */
    private Duration unrecorded() {
        long now = System.nanoTime();
        Duration duration = Duration.ofNanos(now - unrecorded);
        unrecorded = now;
        return duration;
    }

    private void finishRun(List<HeldLocks.Held> locks) throws SQLException {
        Duration duration = unrecorded();
        if (run == 0) {
            run = runner.ledger.insert(task, Run.Result.DONE, duration, locks, "");
        } else {
            runner.ledger.update(run, task, Run.Result.DONE, duration, locks, "");
        }
    }

    private void recordFailure(SqlFailure failure) {
        recordFailure(failure.sqlState() + " " + failure.message());
    }

    /** Where even this fails, the failure itself is what must be told. */
    private void recordFailure(String error) {
        try {
            session.execute("BEGIN");
            runner.resumeOwnRole();
            if (run == 0) {
                runner.ledger.insert(task, Run.Result.FAILED, unrecorded(), List.of(), error);
            } else {
                runner.ledger.update(run, task, Run.Result.FAILED, unrecorded(), List.of(), error);
            }
            session.execute("COMMIT");
        } catch (SQLException e) {
            runner.events.accept(new Event.Remark("the failure could not be recorded in the ledger: "
                    + SqlFailure.of(e).message()));
        }
    }

    private List<String> checksums(Segment segment) {
        return task.text().statementChecksums(segment);
    }
}
