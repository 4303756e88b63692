package dev.plumbline.db;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * One connection, in autocommit: transactions are begun and committed by the statements that say so, as in psql. Not
 * thread-safe, but for {@link #cancel}, which any thread may call.
 */
public final class Session implements AutoCloseable {
    /** Reads one row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Takes one row. */
    @FunctionalInterface
    public interface RowTaker {
        void take(ResultSet row) throws SQLException;
    }

    // Of a session that is another role's than the one that logged in the view hides nearly all, even from itself.
    private static final String BACKEND =
            "SELECT pid, backend_start::text, version() LIKE '%linux%' FROM pg_stat_activity"
                    + " WHERE pid = pg_backend_pid()";

    private record Backend(int pid, Optional<String> start, boolean linux) {}

    private final Connection connection;
    private final Backend backend;
    private final List<String> notices = new ArrayList<>();
    private boolean keepsPrepared;
    private volatile @Nullable Statement running;

    Session(Connection connection) throws SQLException {
        this.connection = connection;
        this.backend = backend();
    }

    private Backend backend() throws SQLException {
        Backend shown = query(BACKEND, Session::backend).getFirst();
        if (shown.start().isPresent()) {
            return shown;
        }
        // A role set for the user or in the URL holds from the start, and after RESET ROLE too.
        execute("BEGIN; SET LOCAL ROLE NONE");
        Backend own = query(BACKEND, Session::backend).getFirst();
        execute("COMMIT");
        return own;
    }

    private static Backend backend(ResultSet row) throws SQLException {
        return new Backend(row.getInt(1), Optional.ofNullable(row.getString(2)), row.getBoolean(3));
    }

    /** The process id of the server's backend, as {@code pg_stat_activity} shows it. */
    public int pid() {
        return backend.pid();
    }

    /** When the server's backend began, as the server writes it; with {@link #pid} it names the backend for ever. */
    public String backendStart() {
        return backend.start().orElse("-infinity");
    }

    /**
     * Whether the server can be told to look for its client while a statement runs: since PostgreSQL 14, where the system can tell
     * (elsewhere the setting is refused).
     */
    boolean noticesDeadClients() throws SQLException {
        return backend.linux() && serverMajor() >= 14;
    }

    /** Such as 18. */
    public int serverMajor() throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion();
    }

    /**
     * The process id that the connection was told when it started. A pooler invents one, so that it differs from
     * {@link #pid} behind PgBouncer and its like.
     */
    public int announcedPid() throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    /**
     * Sends one statement, or several separated by semicolons, in one round trip as text without parameters. The server takes
     * several apart before it runs the first.
     *
     * @return the number of rows it touched, or -1 where it does not say
     */
    public long execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Braces and question marks are SQL's own here, never JDBC's.
            statement.setEscapeProcessing(false);
            running = statement;
            statement.execute(sql);
            for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
                ServerErrorMessage message = w instanceof PSQLWarning p ? p.getServerErrorMessage() : null;
                notices.add((message == null ? "NOTICE" : message.getSeverity()) + ": " + w.getMessage());
            }
            return statement.getLargeUpdateCount();
        } finally {
            running = null;
        }
    }

    /** Sends {@code COPY … FROM stdin} and its data; returns the number of rows. */
    public long copyIn(String sql, InputStream data) throws SQLException {
        try {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, data);
        } catch (IOException e) {
            throw new SQLException("the connection broke while COPY data was sent", "08006", e);
        }
    }

    /** Runs a statement of our own with parameters. */
    public long update(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            running = statement;
            return statement.executeLargeUpdate();
        } finally {
            running = null;
        }
    }

    /** Runs a query of our own with parameters and reads every row. */
    public <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... parameters) throws SQLException {
        List<T> result = new ArrayList<>();
        each(sql, row -> result.add(reader.read(row)), parameters);
        return result;
    }

    /** Runs a query of our own with parameters and hands over each row. */
    public void each(String sql, RowTaker taker, @Nullable Object... parameters) throws SQLException {
        try (Rows rows = rows(sql, parameters)) {
            rows.each(taker);
        }
    }

    /**
     * Runs a query of our own with parameters and holds all its rows. Another thread may take them, also while this session runs the
     * next query.
     */
    public Rows rows(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = prepare(sql, parameters);
        try {
            running = statement;
            return new Rows(statement, statement.executeQuery());
        } catch (SQLException | RuntimeException e) {
            try (statement) {
                throw e;
            }
        } finally {
            running = null;
        }
    }

    /** What a query gave. */
    public static final class Rows implements AutoCloseable {
        private final Statement statement;
        private final ResultSet rows;

        private Rows(Statement statement, ResultSet rows) {
            this.statement = statement;
            this.rows = rows;
        }

        /** Hands over each row. */
        public void each(RowTaker taker) throws SQLException {
            while (rows.next()) {
                taker.take(rows);
            }
        }

        @Override
        public void close() throws SQLException {
            statement.close();
        }
    }

    /** The first column of the first row, where there is one that is not NULL. */
    public Optional<String> text(String sql, @Nullable Object... parameters) throws SQLException {
        List<Optional<String>> rows = query(sql, row -> Optional.ofNullable(row.getString(1)), parameters);
        return rows.isEmpty() ? Optional.empty() : rows.getFirst();
    }

    /** The first column of the first row as a truth value; false where there is no row. */
    public boolean is(String sql, @Nullable Object... parameters) throws SQLException {
        return text(sql, parameters).filter("t"::equals).isPresent();
    }

    /**
     * From now on the server keeps our own statements from their second run on, which halves what they cost. Not for sessions
     * that a pooler may share.
     */
    public void keepPrepared() {
        keepsPrepared = true;
    }

    /**
     * Keeps no statement any more: for a session whose scripts throw them away unseen, from inside a function.
     *
     * @return whether any was kept, and an error may be due to that
     */
    public boolean stopKeepingPrepared() throws SQLException {
        boolean kept = keepsPrepared;
        keepsPrepared = false;
        // The driver forgets them when it sees this, and only then.
        execute("DEALLOCATE ALL");
        return kept;
    }

    private PreparedStatement prepare(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        if (keepsPrepared) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(2);
        }
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            if (value instanceof List<?> list) {
                statement.setArray(i + 1, connection.createArrayOf("text", list.toArray()));
            } else {
                statement.setObject(i + 1, value);
            }
        }
        return statement;
    }

    /** The notices and warnings that {@link #execute} met since the last call, each as {@code WARNING: text}. */
    public List<String> takeNotices() {
        List<String> taken = List.copyOf(notices);
        notices.clear();
        return taken;
    }

    /** Asks the server to cancel what this session runs now; from any thread. */
    public void cancel() throws SQLException {
        Statement statement = running;
        if (statement != null) {
            statement.cancel();
        } else {
            connection.unwrap(PGConnection.class).cancelQuery();
        }
    }

    /** Whether the connection is known to be gone. */
    public boolean isClosed() {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    /** Leaves a transaction that failed. A dead connection is left alone: the server has rolled it back. */
    public void rollback() throws SQLException {
        if (!isClosed()) {
            execute("ROLLBACK");
            // Where the transaction never began, it warns.
            notices.clear();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
