package dev.plumbline.db;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.sql.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.Driver;

/**
 * A server's database and how Plumbline behaves as its guest.
 *
 * @param spec             where it is
 * @param applicationName  what {@code pg_stat_activity} shows of us, at most 63 bytes
 * @param role             role to {@code SET ROLE} to, so that objects belong to it
 * @param lockTimeout      how long a statement of ours waits for a lock, and so how long others queue behind it
 * @param statementTimeout how long one statement may run; empty for no bound
 */
public record Database(
        ConnectionSpec spec,
        String applicationName,
        Optional<String> role,
        Duration lockTimeout,
        Optional<Duration> statementTimeout) {

    static {
        // The driver repeats URLs in its log, and every failure of it is told as a problem anyway.
        Logger.getLogger("org.postgresql").setLevel(Level.OFF);
    }

    /** How long a session that no user asked for waits for a lock. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The oldest server whose catalog the queries here know. */
    private static final int OLDEST_SERVER = 13;

    /** One of our own, such as a shadow: the URL says it all, and libpq's variables are not asked. */
    public static Database own(String url, String applicationName) {
        return new Database(
                ConnectionSpec.parse(url, Map.of()), applicationName, Optional.empty(), PATIENCE, Optional.empty());
    }

    /** Opens a session, set up as {@link #settings} says. */
    public Session open() {
        return open(session -> session.execute(settings(session)));
    }

    /**
     * Asks the server for its major version and leaves again; no statement is run. Neither the connection nor the answer is waited
     * for longer than {@code limit}.
     */
    public int serverMajor(Duration limit) {
        try (Session session = open(within(limit), _ -> {})) {
            return session.serverMajor();
        } catch (SQLException e) {
            throw ConnectFailure.problem(e, this).exception(e);
        }
    }

    /** Like {@link #open}, but neither the connection nor any answer on it is waited for longer than {@code limit}. */
    public Session open(Duration limit) {
        return open(within(limit), session -> session.execute(settings(session)));
    }

    private Properties within(Duration limit) {
        Properties properties = spec.properties();
        String seconds = Long.toString(Math.max(1, limit.toSeconds()));
        List.of("connectTimeout", "loginTimeout", "socketTimeout")
                .forEach(name -> properties.setProperty(name, seconds));
        return properties;
    }

    /** Opens a session that is nobody else's as long as it lasts; throws the problem where a pooler shares it. */
    public Session openAlone() {
        return open(session -> {
            refusePooler(session);
            session.execute(settings(session));
        });
    }

    /**
     * Opens a session for queries alone. Behind a pooler the server's session is somebody else's in a moment: there the settings,
     * the role among them, live in a transaction, which {@link #endReading} ends.
     */
    public Session openToRead() {
        return open(session ->
                session.execute(isPooled(session) ? "BEGIN; " + settings(session, "SET LOCAL ") : settings(session)));
    }

    /** Leaves a pooled session as it was before {@link #openToRead}. */
    public static void endReading(Session session) throws SQLException {
        if (isPooled(session)) {
            session.rollback();
        }
    }

    /** Whether a pooler stands between: it shows in the process id that it invents. */
    private static boolean isPooled(Session session) throws SQLException {
        return session.announcedPid() != session.pid();
    }

    /**
     * Behind a pooler that hands server connections from transaction to transaction a session lock protects nothing. Whether it
     * shares shows in a second session that gets the same backend.
     */
    private void refusePooler(Session session) throws SQLException {
        if (!isPooled(session)) {
            return;
        }
        int now = session.query("SELECT pg_backend_pid()", row -> row.getInt(1)).getFirst();
        boolean shared = now != session.pid();
        if (!shared) {
            try (Session second = open(_ -> {})) {
                shared = second.pid() == session.pid();
            }
        }
        if (shared) {
            throw Problem.of(
                            ProblemId.POOLER_REFUSED,
                            "this connection goes through a pooler that shares server sessions between transactions,"
                                    + " where the lock that keeps two runners apart does not hold")
                    .at(spec.display())
                    .state("nothing was changed")
                    .remedy("connect to PostgreSQL itself (often port 5432 instead of 6432), or to a pool in session"
                            + " mode: --url postgres://…")
                    .exception();
        }
    }

    /** Sets a new session up. */
    @FunctionalInterface
    private interface SetUp {
        void run(Session session) throws SQLException;
    }

    private Session open(SetUp setUp) {
        return open(spec.properties(), setUp);
    }

    private Session open(Properties properties, SetUp setUp) {
        properties.setProperty("ApplicationName", applicationName);
        try {
            Connection connection = new Driver().connect(spec.jdbcUrl(), properties);
            if (connection == null) {
                throw new SQLException("the driver did not take " + spec.display(), "08001");
            }
            try {
                Session session = new Session(connection);
                if (session.serverMajor() < OLDEST_SERVER) {
                    throw tooOld(session.serverMajor()).exception();
                }
                setUp.run(session);
                return session;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw ConnectFailure.problem(e, this).exception(e);
        }
    }

    /** Says that a server of that major version cannot be used. */
    Problem tooOld(int major) {
        return Problem.of(
                        ProblemId.SERVER_TOO_OLD,
                        "the server runs PostgreSQL " + major + "; Plumbline needs " + OLDEST_SERVER + " or newer")
                .at(spec.display())
                .state("nothing was changed")
                .remedy("upgrade the server; PostgreSQL " + OLDEST_SERVER + " is the oldest whose catalog it knows");
    }

    /**
     * The session settings, as SQL. Also run after each reset: {@code RESET ALL} returns to the server's defaults, and start-up
     * parameters, which would survive it, are refused by some poolers.
     */
    public String settings(Session session) throws SQLException {
        return settings(session, "SET ");
    }

    private String settings(Session session, String set) throws SQLException {
        StringBuilder sql = new StringBuilder();
        // A killed client's statement ends soon, instead of holding its locks until it is done.
        if (session.noticesDeadClients()) {
            sql.append(set).append("client_connection_check_interval = '5s'; ");
        }
        sql.append(set).append("lock_timeout = ").append(lockTimeout.toMillis());
        statementTimeout.ifPresent(
                t -> sql.append("; ").append(set).append("statement_timeout = ").append(t.toMillis()));
        sql.append("; ").append(set).append("idle_in_transaction_session_timeout = 0");
        role.ifPresent(r -> sql.append("; ").append(set).append("ROLE ").append(Identifiers.quote(r)));
        return sql.toString();
    }

    /** The server's version as it says it itself, such as {@code 18.6}. */
    public static String serverVersion(Session session) throws SQLException {
        return session.text("SHOW server_version").orElse("?").replaceAll(" .*", "");
    }
}
