package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.migrate.alone.AloneStatement;
import dev.plumbline.migrate.alone.Opaque;
import dev.plumbline.migrate.alone.Verdict;
import dev.plumbline.sql.SourceText;
import dev.plumbline.sql.Splitter;
import dev.plumbline.sql.Statement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out what became of a step whose result nobody recorded: first a backend that may still be at it, then the catalog. The
 * caller holds the runner's lock.
 */
final class Recovery {
    private static final Duration GRACE = Duration.ofMillis(400);

    private final Runner runner;
    private final Map<String, String> secrets;

    /** The statement of a clean-up that runs, or has failed; else empty. */
    private String executing = "";

    /** What the clean-up that runs found, as a clause; else empty. */
    private String found = "";

    /** {@code secrets} are the values of placeholders that the ledger does not hold. */
    Recovery(Runner runner, Map<String, String> secrets) {
        this.runner = runner;
        this.secrets = secrets;
    }

    /**
     * Settles a run that broke off: its intended step, where it has one, and its line, which nobody is running any more. Throws the
     * problem where only a person can settle it.
     *
     * @param command what is being run, for messages
     */
    void settle(Run run, String command) throws SQLException {
        Optional<Run.Step> intended = run.intended();
        if (intended.isPresent()) {
            settle(run, intended.get(), command);
        }
        if (run.result() == Run.Result.RUNNING) {
            runner.ledger.brokeOff(run);
        }
    }

    private void settle(Run run, Run.Step step, String command) throws SQLException {
        // Backends are shown, and may be ended, by the user who logged in; see Runner.open.
        runner.session.execute("SET ROLE NONE");
        awaitOrphan(step, command);
        runner.resumeOwnRole();
        // The statement's names mean what they meant to the session that ran it.
        runner.session.is("SELECT set_config('search_path', ?, false) IS NOT NULL", step.searchPath());
        try {
            decide(run, step, command);
        } catch (SQLException e) {
            throw notSettled(e, run, step, command);
        }
        runner.reset();
    }

    /** Nothing is recorded, so that the next run looks again. A connection that broke is told by whoever opened it. */
    private ProblemException notSettled(SQLException e, Run run, Run.Step step, String command) throws SQLException {
        SqlFailure failure = SqlFailure.of(e);
        if (runner.session.isClosed() || failure.isConnectionLost()) {
            throw e;
        }
        if (runner.interrupted() && failure.isCancelled() && !executing.isEmpty()) {
            return Problem.of(
                            ProblemId.INTERRUPTED,
                            "the run was stopped while it cleaned up after statement " + step.first() + " of "
                                    + run.version() + " " + run.slug() + ": the running statement was cancelled")
                    .excerpt(List.of("    " + executing))
                    .state(found + ", and that is still so; the next run goes on from there; nothing else was touched")
                    .remedy("go on: " + command)
                    .exception(e);
        }
        return Problem.of(
                        ProblemId.STATEMENT_FAILED,
                        "cleaning up after statement " + step.first() + " of " + run.version() + " " + run.slug()
                                + ", in which a run ended, failed: " + failure.message())
                .excerpt(Stream.concat(
                                executing.isEmpty() ? Stream.empty() : Stream.of("    " + executing),
                                failure.lines().stream())
                        .toList())
                .state("nothing else was run; the next run looks again at what that statement left")
                .remedy(
                        executing.isEmpty()
                                ? "run the same command again"
                                : "run it by hand where it can: " + executing + "; then the same command again")
                .exception(e);
    }

    private void decide(Run run, Run.Step step, String command) throws SQLException {
        String place = run.version() + " " + run.slug() + ", statement " + step.first();
        if (runner.interrupted()) {
            throw Problem.of(ProblemId.INTERRUPTED, "interrupted before the clean-up after " + place)
                    .state(
                            runner.cleanedUp().isEmpty()
                                    ? "nothing was changed by this run"
                                    : String.join("; ", runner.cleanedUp()) + "; nothing else was touched")
                    .remedy("go on: " + command)
                    .exception();
        }
        AloneStatement statement = AloneStatement.of(parse(step.statement()));
        Verdict verdict = judge(statement, step.before());
        switch (verdict) {
            case Verdict.Done done -> {
                runner.events.accept(new Event.Recovered(
                        place, done.seen(), done.finish().isEmpty() ? "recorded as done" : "finishing it"));
                executeAll(done.seen(), done.finish());
                runner.ledger.endStep(run.id(), step.ordinal(), Run.Step.State.DONE, "");
                if (!done.finish().isEmpty()) {
                    runner.cleanedUp().add("of an earlier run " + done.seen() + ", which is finished now");
                }
            }
            case Verdict.Redo redo -> {
                runner.events.accept(new Event.Recovered(
                        place, redo.seen(), redo.cleanup().isEmpty() ? "running it again" : "removing it first"));
                executeAll(redo.seen(), redo.cleanup());
                runner.ledger.endStep(run.id(), step.ordinal(), Run.Step.State.FAILED, redo.seen());
                if (!redo.cleanup().isEmpty()) {
                    runner.cleanedUp().add("of an earlier run " + redo.seen() + ", and it is removed now");
                }
            }
            case Verdict.Unknown unknown -> throw cannotTell(run, step, unknown);
        }
    }

    /**
     * What a failed statement left.
     *
     * @param seen  as a clause for the message; empty where nothing is left
     * @param clean whether the statement can be tried again
     * @param forAPerson whether only a person can say what is left
     * @param there whether something of it is in the database, or may be
     */
    record Left(String seen, boolean clean, boolean forAPerson, boolean there) {
        Left(String seen, boolean clean) {
            this(seen, clean, false, false);
        }

        /** What the next run looks at again, since the step stays open. */
        static Left open(String seen) {
            return new Left(seen, false, false, true);
        }
    }

    /** Cleans up after a statement that the server reported as failed, as far as the catalog shows what it left. */
    Left afterFailure(long run, int ordinal, AloneStatement statement, String before, SqlFailure failure)
            throws SQLException {
        String error = failure.sqlState() + " " + failure.message();
        if (statement instanceof Opaque) {
            // It may have committed a part; the step stays open, so that nobody runs it twice unasked.
            return new Left("not known: it may have committed a part of its work", false, true, true);
        }
        Verdict verdict;
        try {
            verdict = statement.judge(runner.session, before);
        } catch (SQLException e) {
            // The step stays intended: the next run looks again.
            return Left.open("what it left is not known, looking failed: "
                    + SqlFailure.of(e).message());
        }
        return switch (verdict) {
            case Verdict.Done done
            when !done.finish().isEmpty() ->
                // The step stays intended: the next run finishes it.
                Left.open(done.seen() + ", which the next run does");
            case Verdict.Done _ -> failed(run, ordinal, error, "", true);
            case Verdict.Unknown unknown -> failed(run, ordinal, error, unknown.seen(), false);
            case Verdict.Redo redo when redo.cleanup().isEmpty() -> failed(run, ordinal, error, "", true);
            case Verdict.Redo redo -> cleanUp(run, ordinal, error, redo);
        };
    }

    private Left cleanUp(long run, int ordinal, String error, Verdict.Redo redo) throws SQLException {
        try {
            executeAll(redo.seen(), redo.cleanup());
        } catch (SQLException e) {
            // The step stays intended: the next run finds the leftover and tries again.
            return Left.open(redo.seen() + ", and removing it failed too ("
                    + SqlFailure.of(e).message() + "); the next run removes it");
        }
        return failed(run, ordinal, error, redo.seen() + "; it was removed", true);
    }

    private Left failed(long run, int ordinal, String error, String seen, boolean clean) throws SQLException {
        runner.ledger.endStep(run, ordinal, Run.Step.State.FAILED, error);
        return new Left(seen, clean);
    }

    private Verdict judge(AloneStatement statement, String before) throws SQLException {
        try {
            return statement.judge(runner.session, before);
        } catch (SQLException e) {
            return new Verdict.Unknown(
                    "looking at the catalog failed: " + SqlFailure.of(e).message());
        }
    }

    private void executeAll(String seen, List<String> statements) throws SQLException {
        found = seen;
        for (String sql : statements) {
            executing = sql;
            // After Ctrl-C it has a moment, in which it is not cancelled; before, it is cancelled like any statement.
            boolean brief = runner.interrupted();
            runner.underBudget(() -> {
                runner.watch.begin();
                try {
                    if (brief) {
                        runner.session.execute(sql);
                    } else {
                        runner.interruptibly(() -> runner.session.execute(sql));
                    }
                } finally {
                    runner.watch.end();
                }
            });
            executing = "";
        }
    }

    private Statement parse(String sql) {
        return Splitter.split(SourceText.of("ledger", sql).expandSecrets(secrets))
                .statements()
                .getFirst();
    }

    /** A killed client does not stop its statement: the backend of the intent may be running still. */
    private void awaitOrphan(Run.Step step, String command) throws SQLException {
        long start = System.nanoTime();
        boolean reported = false;
        while (true) {
            Optional<Duration> age = orphanAge(step);
            if (age.isEmpty()) {
                return;
            }
            // One whose client has just ended is gone in a moment, and not worth a line.
            boolean lasting = Duration.ofNanos(System.nanoTime() - start).compareTo(GRACE) >= 0;
            if (!reported && (lasting || runner.settings.terminateOrphans())) {
                String action = runner.settings.terminateOrphans() ? "terminated" : "waiting for it to end";
                runner.events.accept(new Event.Orphan(step.pid(), step.statement(), age.get(), action));
                if (runner.settings.terminateOrphans()) {
                    runner.session.is("SELECT pg_terminate_backend(?)", step.pid());
                }
                reported = true;
            }
            if (Duration.ofNanos(System.nanoTime() - start).compareTo(runner.settings.patience()) > 0) {
                throw Problem.of(
                                ProblemId.ORPHAN_AT_WORK,
                                "backend " + step.pid() + " of a run that died is still at work: " + step.statement())
                        .state("nothing was changed by this run")
                        .remedy(
                                "end it: " + command + " --terminate-orphans",
                                "or allow more time: " + command + " --wait 30m")
                        .exception();
            }
            runner.pause(Duration.ofMillis(100));
            if (runner.interrupted()) {
                throw Problem.of(ProblemId.INTERRUPTED, "interrupted while waiting for backend " + step.pid())
                        .state("nothing was changed by this run")
                        .remedy("run the same command again")
                        .exception();
            }
        }
    }

    private Optional<Duration> orphanAge(Run.Step step) throws SQLException {
        return runner.session
                .text(
                        "SELECT extract(epoch FROM clock_timestamp() - query_start) * 1000 FROM pg_stat_activity"
                                + " WHERE pid = ? AND backend_start = ?::timestamptz AND pid <> pg_backend_pid()",
                        step.pid(),
                        step.backendStart())
                .map(millis -> Duration.ofMillis((long) Double.parseDouble(millis)));
    }

    private static RuntimeException cannotTell(Run run, Run.Step step, Verdict.Unknown unknown) {
        return Problem.of(
                        ProblemId.CATALOG_CANNOT_TELL,
                        "a run ended in statement " + step.first() + " of " + run.version() + " " + run.slug()
                                + ", and " + unknown.seen())
                .excerpt(step.statement().lines().map(line -> "    " + line).toList())
                .state((run.statementsDone() == 0 ? "" : "statements 1 to " + run.statementsDone() + " are applied; ")
                        + "statement " + step.first() + " was begun by backend " + step.pid()
                        + ", and how far it came is not known")
                .remedy(
                        "look whether it did its work; if all of the migration is there: plumb resolve " + run.version()
                                + " --as applied",
                        "if nothing of it is: plumb resolve " + run.version() + " --as rolled-back")
                .exception();
    }
}
