package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.sql.Canonical;
import dev.plumbline.sql.Position;
import dev.plumbline.sql.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Goes on with a script of which some steps are committed. */
final class Resume {
    private Resume() {}

    /** The segments still to run. Refuses where the part that was already run is not what the file says now. */
    static List<Segment> remaining(ScriptTask task) {
        List<Segment> all = Segment.of(task.script(), task.text().eachAlone());
        if (task.resume().isEmpty()) {
            return all;
        }
        Run run = task.resume().get();
        refuseChanged(task, run, all);
        int done = run.statementsDone();
        List<Segment> left = new ArrayList<>();
        for (Segment segment : all) {
            if (segment.first() > done) {
                left.add(segment);
            } else if (segment.last() > done && segment instanceof Segment.Transaction transaction) {
                List<Statement> rest = transaction.statements().stream()
                        .filter(statement -> statement.ordinal() > done)
                        .toList();
                left.add(new Segment.Transaction(rest, transaction.begin(), transaction.explicit()));
            }
        }
        return left;
    }

    private static void refuseChanged(ScriptTask task, Run run, List<Segment> segments) {
        Optional<Run.Step> changed = changed(task.text(), run, segments);
        if (changed.isPresent()) {
            Run.Step step = changed.get();
            String at = task.text().file().path() + ", statements " + step.first() + " to " + step.last();
            throw Problem.of(
                            ProblemId.PARTIAL_CHANGED,
                            "migration " + task.name() + " was run up to statement " + run.statementsDone()
                                    + ", and that part of the file has changed since")
                    .at(at)
                    .state("nothing was run now; the earlier part is still in the database")
                    .remedy(
                            "restore that part of the file and change only what comes after it, then run the same"
                                    + " command again",
                            "or finish by hand, then plumb resolve "
                                    + task.migration().version().text() + " --as applied|rolled-back")
                    .exception();
        }
    }

    /** The first step that was run and is no longer what the file says; empty also where the file cannot be taken apart. */
    static Optional<Run.Step> changed(ScriptText text, Run run) {
        try {
            return changed(text, run, Segment.of(text.script(), text.eachAlone()));
        } catch (ProblemException e) {
            // Whoever runs it is told.
            return Optional.empty();
        }
    }

    private static Optional<Run.Step> changed(ScriptText text, Run run, List<Segment> segments) {
        // As segments hold them, and so the steps: without BEGIN and COMMIT.
        List<Integer> ordinals = segments.stream()
                .flatMap(segment -> segment.statements().stream())
                .map(Statement::ordinal)
                .toList();
        return run.steps().stream()
                .filter(step -> step.state() == Run.Step.State.DONE)
                .filter(step -> !isUnchanged(
                        text,
                        ordinals.stream()
                                .filter(ordinal -> ordinal >= step.first() && ordinal <= step.last())
                                .toList(),
                        step.checksums()))
                .findFirst();
    }

    /** The step may have been written by an older Plumbline than the rest of its run. */
    private static boolean isUnchanged(ScriptText text, List<Integer> ordinals, List<String> checksums) {
        for (int version = Canonical.VERSION; Canonical.knows(version); version--) {
            List<String> all = text.checksums(version).statements();
            if (ordinals.stream().map(ordinal -> all.get(ordinal - 1)).toList().equals(checksums)) {
                return true;
            }
        }
        return false;
    }

    /** Runs again what set up the session in the part already done: {@code SET search_path} must hold for the rest, too. */
    static void replaySettings(Session session, ScriptTask task, int done) throws SQLException {
        for (Statement statement : task.script().statements()) {
            if (statement.ordinal() > done) {
                return;
            }
            if (isSessionSetting(statement)) {
                replay(session, task, statement);
            }
        }
    }

    private static void replay(Session session, ScriptTask task, Statement statement) throws SQLException {
        try {
            session.execute(statement.text());
        } catch (SQLException e) {
            SqlFailure failure = task.text().redact(SqlFailure.of(e));
            if (session.isClosed() || failure.isConnectionLost()) {
                throw e;
            }
            Position at = statement.start();
            throw Problem.of(
                            ProblemId.STATEMENT_FAILED,
                            "statement " + statement.ordinal() + " of migration " + task.name()
                                    + ", run again for what comes after it, failed: " + failure.message())
                    .at(task.text().file().path() + ":" + at.line() + ":" + at.column())
                    .excerpt(Stream.concat(task.script().source().excerpt(at).stream(), failure.lines().stream())
                            .toList())
                    .state("the steps that are recorded stay, and the next run goes on after them")
                    .remedy("make it work again, also in a session that comes later, then run the same command again")
                    .exception(e);
        }
    }

    private static boolean isSessionSetting(Statement statement) {
        if (statement.startsWith("set")) {
            return !statement.startsWith("set", "local")
                    && !statement.startsWith("set", "transaction")
                    && !statement.startsWith("set", "constraints");
        }
        return statement.startsWith("reset")
                || statement.startsWith("select", "set_config")
                || statement.startsWith("select", "pg_catalog", ".", "set_config");
    }
}
