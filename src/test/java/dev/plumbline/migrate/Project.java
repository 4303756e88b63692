package dev.plumbline.migrate;

import dev.plumbline.db.ConnectionSpec;
import dev.plumbline.shadow.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;

/** A migration directory and a database of its own, for tests. */
final class Project {
    private final Path directory;
    private final String url;

    Project(Path directory) throws SQLException {
        this(directory, TestServer.shared().newDatabase());
    }

    private Project(Path directory, String url) {
        this.directory = directory;
        this.url = url;
    }

    /** Another directory on the same database. */
    Project at(Path other) {
        return new Project(other, url);
    }

    Project file(String name, String sql) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, sql);
        return this;
    }

    void move(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to));
    }

    /** Runs SQL as superuser; returns the first value of a query. */
    String sql(String sql) throws SQLException {
        try (Connection connection = TestServer.connect(url);
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        }
    }

    /** Makes a role that may log in, once per server, and returns its name. */
    String login(String name) throws SQLException {
        if (sql("SELECT 1 FROM pg_roles WHERE rolname = '" + name + "'").isEmpty()) {
            sql("CREATE ROLE " + name + " LOGIN PASSWORD 'test'");
        }
        return name;
    }

    String databaseName() {
        return ConnectionSpec.parse(url, Map.of()).database();
    }

    Engine engine() {
        return engine(ConnectionSpec.parse(url, Map.of()), Optional.empty());
    }

    Engine engineAs(String user, Optional<String> role) {
        ConnectionSpec spec = ConnectionSpec.parse(url, Map.of());
        return engine(new ConnectionSpec(spec.hosts(), spec.database(), user, "test", "", spec.parameters()), role);
    }

    private Engine engine(ConnectionSpec spec, Optional<String> role) {
        return new TestEngine(spec).role(role).over(directory);
    }
}
