package dev.plumbline.shadow;

import dev.plumbline.db.Database;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** The one embedded PostgreSQL of a test run: started when first asked for, gone with the process. */
public final class TestServer {
    private static final class Holder {
        private static final TestServer SHARED = new TestServer();
    }

    private final EmbeddedServer server = EmbeddedServer.start(EmbeddedServer.Options.throwaway());
    private final AtomicInteger databases = new AtomicInteger();

    private TestServer() {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
    }

    public static TestServer shared() {
        return Holder.SHARED;
    }

    /** Creates an empty database and returns its url. */
    public String newDatabase() throws SQLException {
        String name = "test" + databases.incrementAndGet();
        try (Connection connection = connect(adminUrl());
                Statement statement = connection.createStatement()) {
            // Half the time of the usual way, for a server that waits for no disk.
            statement.execute("CREATE DATABASE " + name + " STRATEGY file_copy");
        }
        return server.url(name);
    }

    /** Drops a database that {@link #newDatabase} made, for tests that make hundreds. */
    public void drop(String url) throws SQLException {
        try (Connection connection = connect(adminUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + url.substring(url.lastIndexOf('/') + 1));
        }
    }

    /** Where databases can be created and sessions looked at: the database {@code postgres}, as superuser. */
    public String adminUrl() {
        return server.url("postgres");
    }

    /** As the product itself uses it, with the settings that a test does not care about. */
    public static Database database(String url) {
        return Database.own(url, "test");
    }

    /** Connects to a {@code postgres://user:password@host:port/database}. */
    public static Connection connect(String url) throws SQLException {
        URI uri = URI.create(url);
        String[] user = uri.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + uri.getAuthority().replace(uri.getUserInfo() + "@", "") + uri.getRawPath(),
                user[0],
                user[1]);
    }
}
