package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.sql.Identifiers;
import dev.plumbline.sql.Position;
import dev.plumbline.sql.Statement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Runs scripts on a database that is made for it and thrown away: no ledger, no lock, nothing to resume. It keeps a {@link Trail} of
 * which statement wrote what. For that every statement that may write to the catalog runs in a transaction or a savepoint of its
 * own, whose first act is to put a row into a table of the replay's: the row's {@code xmin} is the id that all else which the
 * statement writes carries too, or a later one. A snapshot would not tell: its {@code xmax} moves only when transactions end.
 */
public final class Replay {
    private static final String SCHEMA = "plumb_replay";
    private static final String BEGIN = "CREATE SCHEMA " + SCHEMA + "; CREATE TABLE " + SCHEMA + ".mark (step int);"
            // Whatever role a script takes on.
            + " GRANT USAGE ON SCHEMA " + SCHEMA + " TO PUBLIC; GRANT INSERT ON " + SCHEMA + ".mark TO PUBLIC";

    /** First words of statements that write nothing to the catalog, or must not be in a savepoint. */
    private static final Set<String> UNMARKED = Set.of(
            "set",
            "reset",
            "show",
            "savepoint",
            "release",
            "rollback",
            "declare",
            "fetch",
            "move",
            "close",
            "lock",
            "deallocate",
            "listen",
            "unlisten",
            "notify",
            "discard",
            "checkpoint");

    /** Goes on for a statement that fails. */
    @FunctionalInterface
    public interface Mender {
        /**
         * Does what the statement should have done, which has left nothing. May be asked again for the same statement, where all that
         * came before it is run again.
         *
         * @param attempt runs a statement in its place; says whether that went well
         */
        void mend(Statement statement, Problem why, Predicate<String> attempt);
    }

    private final Session session;
    private final Where where;
    private final List<ReplayScript> scripts;
    private final List<Statement> marked = new ArrayList<>();
    private final List<Integer> markedIn = new ArrayList<>();
    private final List<Trail.Note> notes = new ArrayList<>();
    private final Set<String> roles = new HashSet<>();
    private final Optional<Mender> mender;

    /** The script that runs. */
    private int number;

    /**
     * Where a replay runs.
     *
     * @param name      the server in words, such as {@code the embedded PostgreSQL 18.6}
     * @param throwaway whether the whole server goes with it, so that roles can be made there
     * @param role      what every script begins as, so that objects belong to it; made where the server is thrown away
     */
    public record Where(String name, boolean throwaway, Optional<String> role) {
        private String takeRole() {
            return role.map(r -> "SET ROLE " + Identifiers.quote(r)).orElse("RESET ROLE");
        }
    }

    /**
     * A replay.
     *
     * @param session of a superuser or the database's owner
     * @param scripts all of the replay's, also those that are there already
     */
    public Replay(Session session, Where where, List<ReplayScript> scripts) {
        this(session, where, scripts, Optional.empty());
    }

    /** Like the other one; a statement that fails ends it only where it cannot be mended. */
    public Replay(Session session, Where where, List<ReplayScript> scripts, Optional<Mender> mender) {
        this.session = session;
        this.where = where;
        this.scripts = List.copyOf(scripts);
        this.mender = mender;
    }

    /**
     * Runs the scripts from {@code from} (inclusive) to {@code to} (exclusive), and returns their trail.
     *
     * @throws ProblemException {@code replay-failed}, {@code shadow-extension-missing}, {@code shadow-server-wide},
     *     {@code not-sql}, and those of {@link dev.plumbline.sql.Splitter#split} and of reading a script
     */
    public Trail run(int from, int to) {
        ReplayFailures failures = new ReplayFailures(where, scripts, session);
        number = from;
        try {
            session.execute(BEGIN);
            if (where.throwaway()
                    && where.role().isPresent()
                    && !exists(where.role().get())) {
                session.execute(create(where.role().get()));
            }
            session.execute(where.takeRole());
            for (; number < to; number++) {
                new Run(scripts.get(number), failures.of(number)).run();
            }
            return end();
        } catch (SQLException e) {
            throw failures.unexpected(e);
        }
    }

    /**
     * Refuses scripts that would change more of a server that stays than the replay's own database.
     *
     * @throws ProblemException {@code shadow-server-wide}
     */
    public void refuseServerWide() {
        ReplayFailures failures = new ReplayFailures(where, scripts, session);
        for (int i = 0; i < scripts.size() && !where.throwaway(); i++) {
            scripts.get(i).script().statements().forEach(failures.of(i)::refuseServerWide);
        }
    }

    /**
     * Makes a role that a script names and nobody made.
     *
     * @return whether it may be made: only on a server that is thrown away
     */
    public static boolean makeRole(Session session, Where where, String role) throws SQLException {
        if (where.throwaway()) {
            session.execute(create(role));
        }
        return where.throwaway();
    }

    /** Takes away what {@link #run} left where it failed, but for what the scripts themselves did. */
    public void abandon() throws SQLException {
        session.rollback();
        session.execute(SessionReset.ALL + "; DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
        session.takeNotices();
    }

    /** How many scripts are there: all of them, or those before the one that failed. */
    public int reached() {
        return number;
    }

    private boolean exists(String role) throws SQLException {
        return session.is("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?)", role);
    }

    /** What a role may do where the migrations are applied is not known: enough, evidently. */
    private static String create(String role) {
        return "CREATE ROLE " + Identifiers.quote(role) + " SUPERUSER NOLOGIN";
    }

    private Trail end() throws SQLException {
        record Mark(int step, long xmin) {}
        List<Mark> marks = session.query(
                "SELECT step, xmin::text::bigint FROM " + SCHEMA + ".mark ORDER BY step",
                row -> new Mark(row.getInt(1), row.getLong(2)));
        session.execute("RESET ROLE; DROP SCHEMA " + SCHEMA + " CASCADE");
        session.takeNotices();
        long end = next(session);
        return new Trail(
                marks.stream().map(mark -> step(mark.step(), mark.xmin(), end)).toList(), end, notes);
    }

    /** The id of the next transaction that writes, with its epoch. */
    private static long next(Session session) throws SQLException {
        return Long.parseLong(session.text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
                .orElseThrow());
    }

    /** Whether nothing was written since the replay, by anybody on the server. */
    public static boolean isUnchanged(Session session, Trail trail) throws SQLException {
        return next(session) == trail.end();
    }

    /** xmin is stored without its epoch, which is that of the end or, around its turn, the one before. */
    private Trail.Step step(int mark, long xmin, long end) {
        long id = (end & ~0xFFFF_FFFFL) | xmin;
        Position at = marked.get(mark).start();
        return new Trail.Step(markedIn.get(mark), at.line(), at.column(), id < end ? id : id - (1L << 32));
    }

    /** One script. */
    private final class Run {
        private final ReplayScript script;
        private final ReplayFailures.InScript failures;
        private final Deque<Segment> todo;

        private Run(ReplayScript script, ReplayFailures.InScript failures) {
            this.script = script;
            this.failures = failures;
            this.todo = new ArrayDeque<>(script.segments());
        }

        private void run() throws SQLException {
            if (!where.throwaway()) {
                script.script().statements().forEach(failures::refuseServerWide);
            }
            while (!todo.isEmpty()) {
                Segment segment = todo.pop();
                switch (segment) {
                    case Segment.Transaction transaction
                    when !script.isMigration() && !transaction.explicit() -> single(transaction);
                    case Segment.Transaction transaction -> transaction(transaction);
                    case Segment.Alone alone -> alone(alone);
                }
                session.takeNotices();
            }
            session.execute(SessionReset.ALL + "; " + where.takeRole());
            session.takeNotices();
        }

        private void transaction(Segment.Transaction segment) throws SQLException {
            String before = segment.begin() + "; ";
            for (Statement statement : segment.statements()) {
                try {
                    if (statement.copyRows().isPresent()) {
                        if (!before.isEmpty()) {
                            session.execute(before);
                            before = "";
                        }
                        session.copyIn(
                                statement.text(), statement.copyRows().get().bytes());
                    } else if (isUnmarked(statement)) {
                        session.execute(before + statement.text());
                    } else {
                        before += "SAVEPOINT plumb; " + mark(statement);
                        session.execute(before + statement.text() + "; RELEASE plumb");
                    }
                } catch (SQLException e) {
                    SqlFailure failure = SqlFailure.of(e).after(before.codePointCount(0, before.length()));
                    if (!mended(segment, statement, failure, e)) {
                        failed(segment, statement, failure, e);
                        return;
                    }
                }
                before = "";
            }
            try {
                session.execute("COMMIT");
            } catch (SQLException e) {
                session.rollback();
                throw failures.commit(e, segment.statements().getLast());
            }
        }

        /** A statement that is a transaction of its own, in one round trip: psql's way with a file. */
        private void single(Segment.Transaction segment) throws SQLException {
            Statement statement = segment.statements().getFirst();
            String before = "";
            try {
                if (statement.copyRows().isPresent()) {
                    session.copyIn(statement.text(), statement.copyRows().get().bytes());
                } else {
                    before = isUnmarked(statement) ? "" : mark(statement);
                    session.execute(before + statement.text());
                }
            } catch (SQLException e) {
                SqlFailure failure = SqlFailure.of(e).after(before.length());
                Optional<String> excuse = failures.excuse(statement, failure);
                if (excuse.isPresent()) {
                    note(statement, excuse.get());
                } else {
                    failed(segment, statement, failure, e);
                }
            }
        }

        private void alone(Segment.Alone segment) throws SQLException {
            Statement statement = segment.statement().statement();
            session.execute(mark(statement));
            try {
                session.execute(statement.text());
            } catch (SQLException e) {
                SqlFailure failure = SqlFailure.of(e);
                if (!mended(segment, statement, failure, e)) {
                    failed(segment, statement, failure, e);
                }
            }
        }

        /** Whether somebody did it instead, in the same transaction. */
        private boolean mended(Segment segment, Statement statement, SqlFailure failure, SQLException e) {
            boolean otherwise = session.isClosed()
                    || failure.isConnectionLost()
                    || statement.copyRows().isPresent()
                    || isUnmarked(statement)
                    || (segment instanceof Segment.Transaction transaction
                            && !Splitting.pieces(transaction, statement, failure)
                                    .isEmpty())
                    || newRole(failure).isPresent();
            boolean open = segment instanceof Segment.Transaction;
            // A text that cannot be parsed has not even begun the transaction.
            if (mender.isEmpty() || otherwise || (open && !attempted("ROLLBACK TO plumb; RELEASE plumb"))) {
                return false;
            }
            Problem why =
                    failures.statement(e, script.redact(failure), statement).problem();
            mender.get().mend(statement, why, sql -> open ? attemptedAside(sql) : attempted(sql));
            return true;
        }

        private boolean attemptedAside(String sql) {
            boolean well = attempted("SAVEPOINT plumb; " + sql + "; RELEASE plumb");
            if (!well) {
                attempted("ROLLBACK TO plumb; RELEASE plumb");
            }
            return well;
        }

        private boolean attempted(String sql) {
            try {
                session.execute(sql);
                return true;
            } catch (SQLException e) {
                return false;
            }
        }

        /** The role that a statement lacks, where it can be made. */
        private Optional<String> newRole(SqlFailure failure) {
            return failure.missingRole().filter(role -> where.throwaway() && !roles.contains(role));
        }

        /** Puts what is to run instead in front of what is to do, or throws. */
        private void failed(Segment segment, Statement statement, SqlFailure failure, SQLException e)
                throws SQLException {
            if (session.isClosed() || failure.isConnectionLost()) {
                throw failures.lost(e, script.redact(failure), statement);
            }
            session.rollback();
            if (segment instanceof Segment.Transaction transaction) {
                List<Segment> pieces = Splitting.pieces(transaction, statement, failure);
                if (!pieces.isEmpty()) {
                    pieces.reversed().forEach(todo::push);
                    return;
                }
            }
            Optional<String> role = newRole(failure);
            if (role.isPresent()) {
                roles.add(role.get());
                makeRole(role.get());
                note(
                        statement,
                        "role \"" + role.get() + "\" does not exist on the shadow: it was made there, without a login");
                todo.push(segment);
                return;
            }
            throw failures.statement(e, script.redact(failure), statement);
        }

        private void makeRole(String role) throws SQLException {
            String user = session.text("SHOW session_authorization").orElseThrow();
            String taken = session.text("SHOW role").orElse("none");
            session.execute("RESET SESSION AUTHORIZATION; RESET ROLE");
            session.execute(Replay.create(role));
            session.execute("SET SESSION AUTHORIZATION " + Identifiers.quote(user)
                    + (taken.equals("none") ? "" : "; SET ROLE " + Identifiers.quote(taken)));
        }

        private boolean isUnmarked(Statement statement) {
            return UNMARKED.contains(statement.firstWord());
        }

        /** What goes before a statement to note its transaction. */
        private String mark(Statement statement) {
            marked.add(statement);
            markedIn.add(number);
            return "INSERT INTO " + SCHEMA + ".mark VALUES (" + (marked.size() - 1) + "); ";
        }

        private void note(Statement statement, String text) {
            Position at = statement.start();
            notes.add(new Trail.Note(number, at.line(), at.column(), script.redact(text)));
        }
    }
}
