package dev.plumbline.source.postgres;

import dev.plumbline.ProblemException;
import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Another session with the same snapshot, which runs some of the queries ahead: the server writes definitions on a second core, and
 * this process takes rows apart meanwhile.
 */
final class SecondSession implements AutoCloseable {
    /**
     * Small databases are not worth it. Exporting is a right that can be taken away; an error would end the transaction.
     */
    private static final String EXPORT = """
            SELECT CASE WHEN pg_relation_size('pg_catalog.pg_attribute') >= ?
                AND has_function_privilege('pg_catalog.pg_export_snapshot()', 'EXECUTE') THEN pg_export_snapshot() END
            """;

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    private final Map<Query, Future<Session.Rows>> asked = new HashMap<>();
    private final Session session;

    private SecondSession(Session session) {
        this.session = session;
    }

    /**
     * Opens one, where it is worth it and the server lets us: there may be no connection left, or only one for this role.
     *
     * @param first      in a transaction, which has the settings that both need
     * @param helpedFrom how many bytes of {@code pg_attribute} make it worth it
     */
    static Optional<SecondSession> beside(Session first, Database database, long helpedFrom) throws SQLException {
        // A pooler may have but one connection to the server, and make the second of us wait for the first.
        if (first.announcedPid() != first.pid()) {
            return Optional.empty();
        }
        Optional<String> snapshot = export(first, helpedFrom);
        if (snapshot.isEmpty()) {
            return Optional.empty();
        }
        try {
            Session session = database.open();
            try {
                session.execute(CatalogReader.BEGIN + "SET TRANSACTION SNAPSHOT '" + snapshot.get() + "'; "
                        + CatalogReader.SETTINGS);
                return Optional.of(new SecondSession(session));
            } catch (SQLException e) {
                // Such as another server behind one name.
                session.close();
                return Optional.empty();
            }
        } catch (ProblemException | SQLException e) {
            // It is faster with two, and as good with one.
            return Optional.empty();
        }
    }

    private static Optional<String> export(Session first, long helpedFrom) throws SQLException {
        try {
            return first.text(EXPORT, helpedFrom);
        } catch (SQLException e) {
            first.rollback();
            first.execute(CatalogReader.BEGIN + CatalogReader.SETTINGS);
            return Optional.empty();
        }
    }

    /** Has a query run after those that it was asked before. */
    void ask(Query query, String sql, Object... parameters) {
        asked.put(query, thread.submit(() -> session.rows(sql, parameters)));
    }

    boolean has(Query query) {
        return asked.containsKey(query);
    }

    /** The rows of a query that it was asked; waits for them. */
    Session.Rows rows(Query query) throws SQLException {
        Future<Session.Rows> future = asked.remove(query);
        if (future == null) {
            throw new IllegalStateException("the second session was not asked that");
        }
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while the catalog was read", "57014", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        asked.values().forEach(it -> it.cancel(false));
        try {
            if (!asked.isEmpty()) {
                session.cancel();
            }
            session.close();
        } catch (SQLException e) {
            // All that was wanted of it is read, or never will be.
            return;
        } finally {
            thread.shutdown();
        }
    }
}
