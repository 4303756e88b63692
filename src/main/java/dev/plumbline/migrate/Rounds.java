package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes migrations through their rounds, one after the other, in the runner's session and with the ledger, as runs do. */
final class Rounds {
    private static final String COMMAND = "plumb rehearse";

    /** What the migrations themselves are to blame for, or the database that they run on. */
    private static final Set<ProblemId> FAILURES = EnumSet.of(
            ProblemId.STATEMENT_FAILED,
            ProblemId.STATEMENT_CANCELLED,
            ProblemId.INDEX_INVALID,
            ProblemId.LOCK_RETRIES_EXHAUSTED,
            ProblemId.LEDGER_NOT_WRITABLE);

    /** Chooses the scripts anew, by what the ledger says now. */
    @FunctionalInterface
    interface Choice {
        Selection now() throws SQLException;
    }

    private final Runner runner;
    private final Examiner examiner;
    private final Choice choice;

    /** What stands as done, in words. */
    private final List<String> applied = new ArrayList<>();

    private Optional<String> rolledBack = Optional.empty();

    Rounds(Runner runner, Examiner examiner, Choice choice) {
        this.runner = runner;
        this.examiner = examiner;
        this.choice = choice;
    }

    void run(List<RoundTask> tasks) throws SQLException {
        runner.goOnWith(COMMAND);
        for (RoundTask task : tasks) {
            examiner.begins(task.round(), runner.session);
            Examiner.Next next = round(task);
            runner.look(Probe.NONE);
            examiner.ends(task.round());
            if (next == Examiner.Next.STOP) {
                return;
            }
        }
    }

    private Examiner.Next round(RoundTask task) throws SQLException {
        Examiner.Next next = pass(task.round(), Pass.APPLY, task.up());
        if (next == Examiner.Next.GO_ON && task.down().isPresent()) {
            next = pass(task.round(), Pass.ROLL_BACK, task.down().get());
        }
        if (next == Examiner.Next.GO_ON
                && (task.down().isPresent() || task.round().isRepeatable())) {
            next = pass(task.round(), Pass.APPLY_AGAIN, task.upAgain());
        }
        return next;
    }

    private Examiner.Next pass(Round round, Pass pass, ScriptTask task) throws SQLException {
        refuseInterrupted();
        runner.look(examiner.probe(round, pass, runner.session));
        try {
            Report.Done done = new ScriptRun(runner, task).run();
            note(task);
            return examiner.passed(round, pass, done.duration(), runner.session);
        } catch (ProblemException e) {
            if (!FAILURES.contains(e.problem().id()) || runner.session.isClosed()) {
                throw e;
            }
            // What could not even be recorded has left its transaction open.
            runner.session.rollback();
            runner.reset();
            Examiner.Next next = examiner.failed(round, pass, e, runner.session);
            return next == Examiner.Next.AGAIN ? pass(round, pass, choice.now().again(task)) : next;
        }
    }

    private void note(ScriptTask task) {
        if (task.direction() == Direction.UP) {
            applied.add(task.name());
            rolledBack = Optional.empty();
        } else {
            applied.remove(task.name());
            rolledBack = Optional.of(task.name());
        }
    }

    private void refuseInterrupted() {
        if (runner.interrupted()) {
            List<String> state = new ArrayList<>(runner.cleanedUp());
            if (!applied.isEmpty()) {
                state.add(String.join(", ", applied) + (applied.size() == 1 ? " is applied" : " are applied"));
            }
            rolledBack.ifPresent(name -> state.add(name + " is rolled back, and pending"));
            state.add("nothing else was touched");
            throw Problem.of(ProblemId.INTERRUPTED, "interrupted between two scripts")
                    .state(String.join("; ", state))
                    .remedy("go on with what is pending: " + COMMAND)
                    .exception();
        }
    }
}
