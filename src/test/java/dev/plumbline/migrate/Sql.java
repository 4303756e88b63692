package dev.plumbline.migrate;

import dev.plumbline.shadow.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A plain session of a test, beside those of the engine. */
final class Sql implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Connection connection;

    Sql(String url) throws SQLException {
        connection = TestServer.connect(url);
        // A test that hangs says nothing.
        run("SET statement_timeout = '20s'");
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Every row, its columns joined by {@code |}. */
    List<String> rows(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> result = new ArrayList<>();
            while (rows.next()) {
                List<String> cells = new ArrayList<>();
                for (int c = 1; c <= rows.getMetaData().getColumnCount(); c++) {
                    cells.add(String.valueOf(rows.getString(c)));
                }
                result.add(String.join("|", cells));
            }
            return result;
        }
    }

    String one(String query) throws SQLException {
        return rows(query).getFirst();
    }

    boolean is(String condition) throws SQLException {
        return one("SELECT coalesce((" + condition + "), false)").equals("t");
    }

    /** Waits until a condition holds. */
    void await(String condition) throws SQLException, InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!is(condition)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never came true: " + condition + "; sessions: "
                        + rows("SELECT pid, application_name, state, wait_event_type, wait_event, left(query, 200)"
                                + " FROM pg_stat_activity WHERE datname = current_database()"));
            }
            Thread.sleep(2);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
