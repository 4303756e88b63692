package dev.plumbline.migrate;

import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.db.Traces;
import dev.plumbline.sql.Statement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs one statement outside of transactions: its intent is committed before, its result after. */
final class AloneStep {
    private final ScriptRun script;
    private final Runner runner;
    private final Session session;
    private final Segment.Alone segment;

    /** Whether the statement has done its work. */
    private boolean done;

    /** How long that took. */
    private Duration took = Duration.ZERO;

    /** Why it has not, where it was run. */
    private Optional<SqlFailure> failed = Optional.empty();

    AloneStep(ScriptRun script, Segment.Alone segment) {
        this.script = script;
        this.runner = script.runner;
        this.session = script.session;
        this.segment = segment;
    }

    /** Runs the statement until it is done, or throws the problem. */
    void run() throws SQLException {
        try {
            untilDone();
        } catch (SQLException e) {
            // The statement's own failures are told where they happen; these are the ledger's.
            throw script.failures.notRecorded(e, script.id(), script.ordinal(), segment.statement(), done, failed);
        }
    }

    private void untilDone() throws SQLException {
        int ordinal = script.ordinal();
        Backoff backoff = new Backoff(runner.settings.lockRetries());
        Statement statement = segment.statement().statement();
        Recovery recovery = new Recovery(runner, script.task.text().secrets());
        while (true) {
            failed = Optional.empty();
            String before = segment.statement().before(session);
            runner.resumeOwnRole();
            intend(before);
            session.execute("COMMIT");
            try {
                runner.underBudget(() -> {
                    // After the budget's own: what the script says about its timeouts holds.
                    Resume.replaySettings(session, script.task, segment.first() - 1);
                    runner.asking(() -> runner.probe().before(statement, true));
                    took = script.send(statement, "");
                });
                done = true;
            } catch (SQLException e) {
                runner.probe().rolledBack();
                SqlFailure failure = script.task.text().redact(SqlFailure.of(e));
                if (session.isClosed() || failure.isConnectionLost()) {
                    throw script.failures.connectionLost(e, failure, script.id(), ordinal, false, statement);
                }
                failed = Optional.of(failure);
                runner.resumeOwnRole();
                Recovery.Left left = recovery.afterFailure(script.id(), ordinal, segment.statement(), before, failure);
                if (!failure.isLockTrouble() || !left.clean() || runner.interrupted() || !backoff.again()) {
                    script.recordFailure(failure);
                    throw script.failures.aloneFailed(
                            e, failure, statement, ordinal, backoff.attempt(), script.blockers(), left);
                }
                script.standAside(backoff, failure, statement);
                continue;
            }
            runner.asking(() -> runner.probe().after(statement, true, took));
            Optional<String> unfinished = segment.statement().unfinished(session);
            runner.resumeOwnRole();
            if (unfinished.isPresent()) {
                runner.ledger.endStep(script.id(), ordinal, Run.Step.State.FAILED, "invalid: " + unfinished.get());
                script.recordFailure("index " + unfinished.get() + " is invalid");
                throw script.failures.unfinished(statement, ordinal, unfinished.get());
            }
            Traces traces = record();
            if (script.todo.isEmpty()) {
                script.commitLast(traces);
            } else {
                session.execute("COMMIT");
            }
            runner.probe().committed();
            script.stepDone(segment, List.of());
            return;
        }
    }

    /** Writes the result, in a transaction that stays open; returns what the session holds in it. */
    private Traces record() throws SQLException {
        return runner.recording(() -> {
            runner.ledger.endStep(script.id(), script.ordinal(), Run.Step.State.DONE, "");
            return script.todo.isEmpty() ? script.finish(List.of()) : Traces.NONE;
        });
    }

    private void intend(String before) throws SQLException {
        long line = script.id();
        runner.recording(() -> {
            script.backTo(line);
            script.open(List.of());
            runner.ledger.insertStep(
                    script.id(), script.ordinal(), segment, Run.Step.State.INTENDED, script.checksums(segment), before);
            return script.id();
        });
    }
}
