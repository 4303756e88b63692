package dev.plumbline.shadow;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.db.ConnectionSpec;
import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.sql.Identifiers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A database made on a server of the user's and dropped afterwards, also when this process is asked to end. One that a killed
 * process has left is dropped by the next run: it is known by its name, and by having no session, for a living run keeps one.
 */
public final class ServerShadow implements AutoCloseable {
    private static final String PREFIX = "plumb_shadow_";

    /** Between CREATE DATABASE and the first session of a living run lies less than that. */
    private static final int ABANDONED_SECONDS = 60;

    private static final String LEFT = """
            SELECT d.datname FROM pg_database d
            WHERE d.datname ~ '^plumb_shadow_[0-9]{1,12}_[0-9a-f]{8}$' AND pg_get_userbyid(d.datdba) = current_user
              AND split_part(d.datname, '_', 3)::bigint < extract(epoch FROM now()) - ?
              AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)
            """;

    private static final Set<ServerShadow> OPEN = ConcurrentHashMap.newKeySet();

    private final Database server;
    private final Database database;
    private final Session keeper;
    private final Thread hook;
    private Optional<String> notDropped = Optional.empty();
    private boolean dropped;

    private ServerShadow(Database server, Database database, Session keeper) {
        this.server = server;
        this.database = database;
        this.keeper = keeper;
        this.hook = new Thread(this::dropAtExit, "plumb-shadow-drop");
    }

    /**
     * Makes a database.
     *
     * @param server where; the database that it names is only connected to
     * @param targets what the work is about, as far as it is known
     * @param notes  hear what is done on the server
     * @throws ProblemException {@code shadow-is-target}, {@code session-refused} and those of {@link Database#open}
     */
    public static ServerShadow create(Database server, List<Database> targets, Consumer<String> notes) {
        try (Session session = server.open()) {
            boolean shared = false;
            for (Database target : targets) {
                shared |= refuseTarget(session, server, target);
            }
            if (shared) {
                notes.accept("shadow.url is on the server of the target: its load is felt there");
            }
            for (String left : session.query(LEFT, row -> row.getString(1), ABANDONED_SECONDS)) {
                session.execute("DROP DATABASE IF EXISTS " + Identifiers.quote(left));
                notes.accept("dropped " + left + " on " + server.spec().display() + ", left by a run that was killed");
            }
            String seconds =
                    session.text("SELECT extract(epoch FROM now())::bigint").orElseThrow();
            String name = PREFIX
                    + seconds
                    + "_%08x".formatted(ThreadLocalRandom.current().nextInt());
            // Not template1, where an administrator may have put objects.
            session.execute("CREATE DATABASE " + Identifiers.quote(name) + " TEMPLATE template0");
            notes.accept("replaying in database " + name + " on "
                    + server.spec().display() + ", which is dropped afterwards");
            return open(session, server, in(server, name));
        } catch (SQLException e) {
            throw refused(server, e);
        }
    }

    private static ServerShadow open(Session session, Database server, Database database) throws SQLException {
        try {
            ServerShadow shadow = new ServerShadow(server, database, database.open());
            OPEN.add(shadow);
            Runtime.getRuntime().addShutdownHook(shadow.hook);
            return shadow;
        } catch (RuntimeException e) {
            drop(session, database);
            throw e;
        }
    }

    /** The database, which is empty at first. */
    public Database database() {
        return database;
    }

    /** The version of the server, such as {@code 17.4}. */
    public String version() {
        try {
            return Database.serverVersion(keeper);
        } catch (SQLException e) {
            throw refused(server, e);
        }
    }

    /** Drops the database, whoever is connected to it. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook drops it.
            return;
        }
        dropNow();
    }

    private synchronized void dropNow() {
        if (dropped) {
            return;
        }
        dropped = true;
        try (Session session = server.open()) {
            keeper.close();
            drop(session, database);
        } catch (SQLException e) {
            throw refused(server, e);
        } finally {
            OPEN.remove(this);
        }
    }

    /** Whether there is a database that would be left if this process ended without its hooks. */
    public static boolean anyOpen() {
        return !OPEN.isEmpty();
    }

    /**
     * Drops the databases of this process, for when it ends by {@link Runtime#halt}, which waits for no hook.
     *
     * @param patience how long to wait for the server
     * @return a sentence on each that is still there
     */
    public static List<String> dropOpen(Duration patience) {
        List<String> left = new ArrayList<>();
        for (ServerShadow shadow : OPEN) {
            FutureTask<Optional<String>> dropping = new FutureTask<>(shadow::dropAtExit);
            Thread.ofPlatform().daemon().start(dropping);
            try {
                dropping.get(patience.toMillis(), TimeUnit.MILLISECONDS).ifPresent(left::add);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                left.add(shadow.left("the server did not answer in time"));
            }
        }
        return left;
    }

    /** Returns a sentence where it could not be dropped. */
    private synchronized Optional<String> dropAtExit() {
        if (!dropped) {
            dropped = true;
            try (Session session = server.open()) {
                drop(session, database);
            } catch (SQLException e) {
                notDropped = Optional.of(left(SqlFailure.of(e).message()));
            } catch (ProblemException e) {
                notDropped = Optional.of(left(e.problem().what()));
            }
        }
        return notDropped;
    }

    private String left(String why) {
        return "database " + database.spec().database() + " on " + server.spec().display() + " could not be dropped ("
                + why + "): the next run drops it";
    }

    private static void drop(Session session, Database database) throws SQLException {
        session.execute(
                "DROP DATABASE IF EXISTS " + Identifiers.quote(database.spec().database()) + " WITH (FORCE)");
    }

    private static Database in(Database server, String name) {
        ConnectionSpec spec = server.spec();
        return new Database(
                new ConnectionSpec(
                        spec.hosts(), name, spec.user(), spec.password(), spec.passwordRemark(), spec.parameters()),
                server.applicationName(),
                Optional.empty(),
                server.lockTimeout(),
                server.statementTimeout());
    }

    /** Returns whether the target is another database of the same server. */
    private static boolean refuseTarget(Session session, Database server, Database target) throws SQLException {
        List<String> here = identity(session);
        List<String> there;
        try (Session other = target.open()) {
            there = identity(other);
        } catch (ProblemException e) {
            // A target that cannot be reached now is told by their names alone.
            there = server.spec().hosts().equals(target.spec().hosts())
                    ? List.of(here.getFirst(), target.spec().database())
                    : List.of();
        }
        if (here.equals(there)) {
            throw Problem.of(
                            ProblemId.SHADOW_IS_TARGET,
                            "shadow.url names the target itself: database " + here.getLast() + " on the same server")
                    .at(server.spec().display())
                    .state("nothing was changed")
                    .remedy(
                            "name another server in shadow.url, or at least another database of that one, such as"
                                    + " postgres",
                            "or remove shadow.url from plumb.yml: an embedded PostgreSQL is used then")
                    .exception();
        }
        return !there.isEmpty() && here.getFirst().equals(there.getFirst());
    }

    /** The cluster, as it was numbered when it was initialised, and the database. */
    private static List<String> identity(Session session) throws SQLException {
        return session.query(
                        "SELECT system_identifier::text, current_database() FROM pg_control_system()",
                        row -> List.of(row.getString(1), row.getString(2)))
                .getFirst();
    }

    private static ProblemException refused(Database server, SQLException e) {
        SqlFailure failure = SqlFailure.of(e);
        return Problem.of(
                        ProblemId.SESSION_REFUSED,
                        "the server of shadow.url does not let a database be made or dropped: " + failure.message())
                .at(server.spec().display())
                .remedy("as its superuser: ALTER ROLE \"" + server.spec().user() + "\" CREATEDB")
                .exception(e);
    }
}
