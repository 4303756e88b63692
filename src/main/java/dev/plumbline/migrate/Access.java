package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import java.sql.SQLException;
import java.util.function.Consumer;

/** How a database is worked with: read without a trace, or as the one runner. Each call opens and closes its own session. */
record Access(Database database, Settings settings, Consumer<Event> events, Interruption interruption) {
    /** Work that holds the runner's lock. */
    @FunctionalInterface
    interface Work<T> {
        T in(Runner runner) throws SQLException;
    }

    /** Work that only looks. */
    @FunctionalInterface
    interface Reading<T> {
        T in(Session session) throws SQLException;
    }

    <T> T asRunner(Work<T> work) {
        try (Runner runner = Runner.open(database, settings, events, interruption)) {
            return work.in(runner);
        } catch (SQLException e) {
            throw unexpected(e);
        }
    }

    <T> T reading(Reading<T> work) {
        try (Session session = database.openToRead()) {
            try {
                return interruptibly(session, work);
            } finally {
                Database.endReading(session);
            }
        } catch (SQLException e) {
            throw unexpected(e);
        }
    }

    /** Reads what a run would do, where a run could be: what would refuse its connection refuses this one. */
    <T> T previewing(Reading<T> work) {
        try (Session session = database.openAlone()) {
            return interruptibly(session, work);
        } catch (SQLException e) {
            throw unexpected(e);
        }
    }

    private <T> T interruptibly(Session session, Reading<T> work) throws SQLException {
        interruption.watch(session);
        try {
            return work.in(session);
        } finally {
            interruption.unwatch();
        }
    }

    /** A statement of Plumbline's own failed, and nobody knew what to make of it. */
    private RuntimeException unexpected(SQLException e) {
        SqlFailure failure = SqlFailure.of(e);
        if (interruption.requested() && failure.isCancelled()) {
            return Problem.of(ProblemId.INTERRUPTED, "interrupted while reading the ledger")
                    .state("nothing was changed")
                    .remedy("run the same command again")
                    .exception(e);
        }
        Problem problem = failure.isConnectionLost()
                ? Problem.of(ProblemId.CONNECTION_LOST, "the connection to the server broke: " + failure.message())
                : Problem.of(ProblemId.QUERY_REFUSED, "the server refused a query of Plumbline's own")
                        .excerpt(failure.lines());
        return problem.at(database.spec().display())
                .state("what was reported as applied is applied and recorded")
                .remedy(remedies(failure))
                .exception(e);
    }

    private String[] remedies(SqlFailure failure) {
        return switch (failure.sqlState()) {
            // No such table, no such column.
            case "42P01", "42703" ->
                new String[] {
                    "somebody may have changed the ledger: look at schema " + settings.ledgerSchema()
                            + ", and restore it from a backup"
                };
            case "55P03" ->
                new String[] {"another session holds a lock on the ledger: end it, then run the same command again"};
            case "57014" -> new String[] {"raise statement_timeout in plumb.yml, then run the same command again"};
            default -> new String[] {"see where it stands: plumb status"};
        };
    }
}
