package dev.plumbline.migrate;

import dev.plumbline.db.HeldLocks;
import dev.plumbline.db.LockWatch;
import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.db.Traces;
import dev.plumbline.sql.Statement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs one script, segment by segment. Where it can be one transaction, its statements and its line in the ledger commit
 * together. Where it cannot, each segment commits together with its step, and a statement outside of transactions has its
 * intent written before and its result after.
 */
final class ScriptRun {
    final Runner runner;
    final Session session;
    final ScriptTask task;
    final Failures failures;

    /** The segments still to run; the one that runs is no longer in it. */
    final Deque<Segment> todo;

    private final List<HeldLocks.Held> held = new ArrayList<>();
    private final long started = System.nanoTime();

    /** Who stood in the way of the statement that was sent last. */
    private List<LockWatch.Blocker> blockers = List.of();

    /** Id of the ledger's line, 0 while there is none. */
    private long run;

    /** The number of the step that comes next, 1-based. */
    private int ordinal;

    /** How the reset after the last commit went; null before it. */
    private Runner.@Nullable Reset reset;

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
            commitLast(finish(List.of()));
        }
        while (!todo.isEmpty()) {
            if (runner.interrupted()) {
                throw failures.interrupted("interrupted between two steps", ordinal);
            }
            switch (todo.pop()) {
                case Segment.Transaction transaction -> new TransactionStep(this, transaction).run();
                case Segment.Alone alone -> new AloneStep(this, alone).run();
            }
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - started);
        List<HeldLocks.Held> locks = List.copyOf(held);
        runner.events.accept(new Event.Finished(task.migration(), task.direction(), statements, duration, locks));
        runner.check(Objects.requireNonNull(reset));
        return new Report.Done(
                task.migration().version().text(), task.migration().slug(), statements, duration, locks);
    }

    /** Id of the ledger's line, 0 while there is none. */
    long id() {
        return run;
    }

    /** Forgets the line that a transaction wrote and took back. */
    void backTo(long id) {
        run = id;
    }

    /** The number of the step that runs, 1-based. */
    int ordinal() {
        return ordinal;
    }

    /** Who stood in the way of the statement that was sent last. */
    List<LockWatch.Blocker> blockers() {
        return blockers;
    }

    /** Commits the last segment. */
    void commitLast(Traces traces) throws SQLException {
        reset = runner.commitAndReset(traces, run);
    }

    /** The step that ran is committed; {@code locks} were held until then. */
    void stepDone(Segment segment, List<HeldLocks.Held> locks) throws SQLException {
        held.addAll(locks);
        ordinal++;
        if (!todo.isEmpty()) {
            Resume.replaySettings(session, task, segment.last());
        }
    }

    /**
     * Sends a statement; {@code before} goes before it in the same round trip, and leaves its error positions as they are. Returns
     * how long the answer took.
     */
    Duration send(Statement statement, String before) throws SQLException {
        runner.events.accept(new Event.Progress(
                task.migration(),
                statement.ordinal(),
                task.script().statements().size()));
        runner.watch.begin();
        long sent = System.nanoTime();
        Duration took;
        try {
            runner.interruptibly(() -> {
                if (statement.copyRows().isPresent()) {
                    session.copyIn(statement.text(), statement.copyRows().get().bytes());
                } else {
                    session.execute(before + statement.text());
                }
            });
            took = Duration.ofNanos(System.nanoTime() - sent);
        } finally {
            blockers = runner.watch.end();
        }
        for (String notice : runner.probe().notices(session.takeNotices())) {
            runner.events.accept(
                    new Event.Notice(failures.place(statement), task.text().redact(notice)));
        }
        return took;
    }

    void standAside(Backoff backoff, SqlFailure failure, @Nullable Statement statement) throws SQLException {
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
    void open(List<HeldLocks.Held> locks) throws SQLException {
        if (run == 0) {
            insert(Run.Result.RUNNING, unrecorded(), locks, "");
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

    /** Writes that the script is done; returns what the session holds just before its last commit. */
    Traces finish(List<HeldLocks.Held> locks) throws SQLException {
        Duration duration = unrecorded();
        if (run == 0) {
            return insert(Run.Result.DONE, duration, locks, "");
        }
        runner.ledger.update(run, task, Run.Result.DONE, duration, locks, "");
        return Traces.read(session);
    }

    private Traces insert(Run.Result result, Duration duration, List<HeldLocks.Held> locks, String error)
            throws SQLException {
        Ledger.Written written = runner.ledger.insert(task, result, duration, locks, error);
        run = written.id();
        return written.traces();
    }

    void recordFailure(SqlFailure failure) {
        recordFailure(failure.sqlState() + " " + failure.message());
    }

    /** Where even this fails, the failure itself is what must be told. */
    void recordFailure(String error) {
        try {
            session.execute("BEGIN");
            runner.resumeOwnRole();
            if (run == 0) {
                insert(Run.Result.FAILED, unrecorded(), List.of(), error);
            } else {
                runner.ledger.update(run, task, Run.Result.FAILED, unrecorded(), List.of(), error);
            }
            session.execute("COMMIT");
        } catch (SQLException e) {
            runner.events.accept(new Event.Remark("the failure could not be recorded in the ledger: "
                    + SqlFailure.of(e).message()));
        }
    }

    List<String> checksums(Segment segment) {
        return task.text().statementChecksums(segment);
    }
}
