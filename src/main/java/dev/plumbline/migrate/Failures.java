package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.db.LockWatch;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.migrate.alone.AloneStatement;
import dev.plumbline.migrate.alone.Opaque;
import dev.plumbline.sql.Position;
import dev.plumbline.sql.Statement;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what failed while a script ran, and what state that leaves the database in. */
final class Failures {
    /** Duplicate schema, table, column, object, function. */
    private static final Set<String> EXISTS_ALREADY = Set.of("42P06", "42P07", "42701", "42710", "42723");

    /** Not null, foreign key, unique, check and exclusion violations (PostgreSQL manual, Appendix A). */
    private static final Set<String> BROKEN_BY_ROWS = Set.of("23502", "23503", "23505", "23514", "23P01");

    /** Data exceptions, among them an invalid parameter, which rows have none of, and a syntax error (the same). */
    private static final String DATA = "22";

    private static final String PARAMETER = "22023";
    private static final String SYNTAX = "42601";

    /** Of an ALTER TABLE: what has it look at rows. A DEFAULT is a value of its own. */
    private static final Set<String> READING = Set.of("type", "validate", "check", "generated", "expression");

    private final Runner runner;
    private final ScriptTask task;

    Failures(Runner runner, ScriptTask task) {
        this.runner = runner;
        this.task = task;
    }

    String place(@Nullable Statement statement) {
        return statement == null ? task.text().file().path() + ": COMMIT" : place(statement.start());
    }

    String place(Position at) {
        return task.text().file().path() + ":" + at.line() + ":" + at.column();
    }

    /** A statement of a transaction, or its COMMIT, failed; the transaction is rolled back. */
    ProblemException statementFailed(
            SQLException e,
            SqlFailure failure,
            @Nullable Statement statement,
            int ordinal,
            int attempts,
            List<LockWatch.Blocker> blockers) {
        String state =
                ordinal == 1 ? "rolled back: " + untouched() : "this part was rolled back; " + stepsDone(ordinal);
        return problem(failure, statement, attempts, blockers).state(state).exception(e);
    }

    /** Somebody asked to stop while nothing ran on the server. */
    ProblemException interrupted(String what, int ordinal) {
        return Problem.of(ProblemId.INTERRUPTED, what)
                .state(standing(ordinal))
                .remedy(command())
                .exception();
    }

    /** A statement outside of transactions failed. */
    ProblemException aloneFailed(
            SQLException e,
            SqlFailure failure,
            Statement statement,
            int ordinal,
            int attempts,
            List<LockWatch.Blocker> blockers,
            Recovery.Left left) {
        String before = left.there() && ordinal == 1 ? noStepDone() : standing(ordinal);
        Problem problem = problem(failure, statement, attempts, blockers)
                .state(left.seen().isEmpty() ? before : before + "; " + left.seen());
        if (left.forAPerson()) {
            String version = task.migration().version().text();
            problem = problem.state(left.seen())
                    .remedy(
                            "look what it did; if all of the migration is there: plumb resolve " + version
                                    + " --as applied",
                            "if nothing of it is: plumb resolve " + version + " --as rolled-back");
        }
        return problem.exception(e);
    }

    /** The script's statements ran, and what they did could not be recorded. */
    ProblemException ledgerNotWritten(SQLException e, SqlFailure failure, int ordinal) {
        String schema = runner.settings.ledgerSchema();
        return Problem.of(
                        ProblemId.LEDGER_NOT_WRITABLE,
                        "the statements of " + task.name() + " ran, and their line in the ledger (schema " + schema
                                + ") could not be written: " + failure.message())
                .at(task.text().file().path().toString())
                .state("rolled back: " + standing(ordinal))
                .remedy(
                        "look whether the migration drops or locks up schema " + schema + ", then " + command(),
                        "or whether the role that it sets may write there")
                .exception(e);
    }

    /**
     * The ledger could not be written before or after a statement outside of transactions.
     *
     * @param done   whether the statement has done its work
     * @param failed why it has not, where it was run
     */
    ProblemException notRecorded(
            SQLException e, long run, int ordinal, AloneStatement alone, boolean done, Optional<SqlFailure> failed)
            throws SQLException {
        SqlFailure failure = task.text().redact(SqlFailure.of(e));
        Statement statement = alone.statement();
        if (runner.session.isClosed() || failure.isConnectionLost()) {
            return connectionLost(e, failure, run, ordinal, false, statement);
        }
        runner.session.rollback();
        String which = "statement " + statement.ordinal() + " of migration " + task.name();
        String inLedger = " could not be written into the ledger (schema " + runner.settings.ledgerSchema() + "): "
                + failure.message();
        String next = "look what keeps the role from writing to schema " + runner.settings.ledgerSchema() + ", then "
                + command();
        String what = done
                ? which + " ran to its end, and that"
                : failed.map(why -> which + " failed: " + why.message() + "; and that")
                        .orElse(which + " was not run: that it begins");
        String finding = alone instanceof Opaque
                ? "which no catalog shows: the next run will ask a person"
                : "which the next run finds in the catalog";
        String state = standing(ordinal)
                + (done
                        ? "; this statement is done, " + finding
                        : failed.isPresent() ? "; what this statement left is not known yet, " + finding : "");
        return Problem.of(ProblemId.LEDGER_NOT_WRITABLE, what + inLedger)
                .at(place(statement))
                .state(state)
                .remedy(next)
                .exception(e);
    }

    /** The server reported success, and what was to be made is of no use. */
    ProblemException unfinished(Statement statement, int ordinal, String index) {
        return Problem.of(
                        ProblemId.INDEX_INVALID,
                        "index " + index + " was there already, and is invalid: it serves no query and IF NOT EXISTS"
                                + " passes over it")
                .at(place(statement))
                .excerpt(task.script().source().excerpt(statement.start()))
                .state(standing(ordinal))
                .remedy("if nobody is building it now: DROP INDEX CONCURRENTLY " + index + "; then " + command())
                .exception();
    }

    private String command() {
        return runner.goOn();
    }

    private String standing(int ordinal) {
        return ordinal == 1 ? untouched() : stepsDone(ordinal);
    }

    /** The state where no step of the script is done. */
    private String untouched() {
        return task.direction() == Direction.UP
                ? "nothing of " + task.name() + " is in the database"
                : "nothing of " + task.name() + " was undone";
    }

    /** The state where no step of the script is done, and something of one is there. */
    private String noStepDone() {
        return "no statement of " + (task.direction() == Direction.UP ? "" : "the rollback of ") + task.name()
                + " is done";
    }

    private String stepsDone(int ordinal) {
        int steps = ordinal - 1;
        boolean up = task.direction() == Direction.UP;
        return steps + (steps == 1 ? " earlier step of " : " earlier steps of ") + (up ? "" : "the rollback of ")
                + task.name() + (steps == 1 ? " stays " : " stay ") + (up ? "applied" : "done")
                + ", and the next run goes on after " + (steps == 1 ? "it" : "them");
    }

    private Problem problem(
            SqlFailure failure, @Nullable Statement statement, int attempts, List<LockWatch.Blocker> blockers) {
        String command = command();
        // A statement may have failed of itself just before it could be cancelled: then its error is what happened.
        if (runner.interrupted() && (failure.isCancelled() || failure.isLockTrouble())) {
            return Problem.of(
                            ProblemId.INTERRUPTED,
                            failure.isCancelled()
                                    ? "the run was stopped: the running statement was cancelled"
                                    : "the run was stopped while it waited for a lock" + Blockers.inTheWay(blockers))
                    .at(place(statement))
                    .remedy(command);
        }
        if (failure.isLockTrouble()) {
            return Problem.of(
                            ProblemId.LOCK_RETRIES_EXHAUSTED,
                            "gave up after " + attempts + (attempts == 1 ? " attempt: " : " attempts: ")
                                    + failure.message() + Blockers.inTheWay(blockers))
                    .at(place(statement))
                    .remedy(
                            "end or wait for what stands in the way, then " + command,
                            "or try longer: lock_timeout and lock_retries in plumb.yml");
        }
        if (failure.isCancelled()) {
            return Problem.of(ProblemId.STATEMENT_CANCELLED, "the server cancelled the statement: " + failure.message())
                    .at(place(statement))
                    .excerpt(excerpt(failure, statement))
                    .remedy("if it needs longer, raise statement_timeout (or concurrent_budget, for statements outside"
                            + " of transactions) in plumb.yml, then " + command);
        }
        String which = statement == null
                ? "the COMMIT of migration " + task.name()
                : "statement " + statement.ordinal() + " of "
                        + task.script().statements().size() + " of migration " + task.name();
        return Problem.of(ProblemId.STATEMENT_FAILED, which + " failed: " + failure.message())
                .at(errorPlace(failure, statement))
                .excerpt(excerpt(failure, statement))
                .remedy(remedies(failure, statement, command));
    }

    private String[] remedies(SqlFailure failure, @Nullable Statement statement, String command) {
        List<String> remedies = new ArrayList<>();
        if (failure.sqlState().equals("2D000")) {
            remedies.add("it commits by itself: add the line -- plumb:no-transaction to "
                    + task.text().file().path());
        }
        if (failure.sqlState().equals("42501")) {
            remedies.addAll(Privileges.remedies(runner.session, runner.settings.ledgerSchema(), failure));
        }
        if (EXISTS_ALREADY.contains(failure.sqlState()) && task.direction() == Direction.UP) {
            String version = task.migration().version().text();
            remedies.add("if the database has all of this already: plumb resolve " + version
                    + " --as applied, or plumb baseline VERSION for all up to one");
        }
        Path file = task.text().file().path();
        remedies.add(
                isOfRows(failure, statement)
                        ? "put right the rows that break it, or correct " + file + "; then " + command
                        : "correct " + file + ", then " + command);
        if (failure.sqlState().equals(SYNTAX)) {
            ofNewer().ifPresent(remedies::add);
        }
        return remedies.toArray(String[]::new);
    }

    /** Whether rows that are there made the statement fail, and not what it says itself. */
    private static boolean isOfRows(SqlFailure failure, @Nullable Statement statement) {
        if (BROKEN_BY_ROWS.contains(failure.sqlState())) {
            return true;
        }
        // The server points at a value that the statement holds; of a row's it knows no place.
        return statement != null
                && failure.sqlState().startsWith(DATA)
                && !failure.sqlState().equals(PARAMETER)
                && failure.position() == 0
                && readsRows(statement);
    }

    private static boolean readsRows(Statement statement) {
        return switch (statement.firstWord()) {
            case "update", "delete", "merge", "with", "refresh" -> true;
            case "alter" ->
                statement.startsWith("alter", "table")
                        && READING.stream().anyMatch(word -> statement.tokens().contain(word));
            case "insert" -> statement.tokens().contain("select");
            case "create" ->
                statement.tokens().contain("index") || statement.tokens().contain("select");
            default -> false;
        };
    }

    /** What may be behind a syntax error on a server that is not the newest. */
    private Optional<String> ofNewer() {
        int newest = runner.settings.newestServer();
        try {
            int major = runner.session.serverMajor();
            return major >= newest
                    ? Optional.empty()
                    : Optional.of("or it is SQL of a later version, which this server's PostgreSQL " + major
                            + " does not know: files planned without --url, DATABASE_URL or shadow: {version: " + major
                            + "} in plumb.yml are for PostgreSQL " + newest
                            + "; remove them, and plan again with one of these");
        } catch (SQLException e) {
            // Of a session that is gone nothing more is asked: the failure is told without a guess.
            return Optional.empty();
        }
    }

    private String errorPlace(SqlFailure failure, @Nullable Statement statement) {
        Position at = at(failure, statement);
        return at == null ? place(statement) : place(at);
    }

    private @Nullable Position at(SqlFailure failure, @Nullable Statement statement) {
        if (statement == null) {
            return null;
        }
        return failure.position() > 0 ? statement.position(failure.position()) : statement.start();
    }

    private List<String> excerpt(SqlFailure failure, @Nullable Statement statement) {
        List<String> lines = new ArrayList<>();
        Position at = at(failure, statement);
        if (at != null) {
            lines.addAll(task.script().source().excerpt(at));
        }
        lines.addAll(failure.lines());
        return lines;
    }

    /**
     * The connection broke. A COMMIT may have reached the server: a new connection waits until the old backend is gone, and asks
     * the ledger.
     */
    ProblemException connectionLost(
            SQLException e, SqlFailure failure, long run, int ordinal, boolean whole, @Nullable Statement statement) {
        Aftermath aftermath = Aftermath.ask(runner, run, ordinal, whole);
        String state =
                switch (aftermath) {
                    case COMMITTED ->
                        whole
                                ? task.name() + (task.direction() == Direction.UP ? " is applied" : " is rolled back")
                                        + ": its COMMIT had reached the server"
                                : "the step is done and recorded: its COMMIT had reached the server";
                    case ROLLED_BACK -> "asked again: " + standing(ordinal);
                    case INTENDED -> "the statement was begun; the next run decides from the catalog what became of it";
                    case AT_WORK ->
                        "not known yet: the server has not noticed the loss, and backend " + runner.session.pid()
                                + " is still there; the next run waits for its end";
                    case UNKNOWN -> "not known: the server did not answer when it was asked again";
                };
        // The driver gives up where a function or a DO block changes them, which no text shows before.
        boolean setting = failure.message().contains("client_encoding")
                || failure.message().contains("DateStyle");
        return Problem.of(ProblemId.CONNECTION_LOST, "the connection to the server broke: " + failure.message())
                .at(place(statement))
                .state(state)
                .remedy(
                        setting
                                ? "let what runs here change client_encoding and DateStyle back before it ends"
                                : "see where it stands: plumb status",
                        "go on: " + command())
                .exception(e);
    }
}
