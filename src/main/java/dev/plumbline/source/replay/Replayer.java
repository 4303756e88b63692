package dev.plumbline.source.replay;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.migrate.PlaceholderValues;
import dev.plumbline.migrate.Replay;
import dev.plumbline.migrate.ReplayScript;
import dev.plumbline.migrate.Trail;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.shadow.EmbeddedServer;
import dev.plumbline.shadow.EmbeddedShadow;
import dev.plumbline.shadow.ServerShadow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Replays scripts in shadows. */
public final class Replayer {
    /** Changes whenever a replay of the same scripts would leave something else. */
    private static final String FORMAT = "1";

    private static final String DATABASE = "postgres";

    private final Shadows shadows;
    private final Consumer<String> notes;

    /**
     * Which shadows to use.
     *
     * @param server a server of the user's, instead of the embedded one
     * @param major  of the embedded one
     * @param targets the databases that the work is about, as far as they are known; a server of the user's must be none of them
     * @param role   what the scripts run as, and so who owns what they make
     */
    public record Shadows(Optional<Database> server, int major, List<Database> targets, Optional<String> role) {
        /** An embedded one of that version. */
        public static Shadows embedded(int major) {
            return new Shadows(Optional.empty(), major, List.of(), Optional.empty());
        }
    }

    /** {@code notes} hear of what takes long, and of what is done on a server of the user's. */
    public Replayer(Shadows shadows, Consumer<String> notes) {
        this.shadows = shadows;
        this.notes = notes;
    }

    /**
     * The embedded version to use: the target's own, since another one deparses and catalogues differently; else the configured one;
     * else the newest.
     *
     * @param target the target's major version, where that is known
     * @param notes  hear where the target's own is not to be had
     */
    public static int major(Optional<Integer> target, Optional<Integer> configured, Consumer<String> notes) {
        List<Integer> majors = EmbeddedServer.majors();
        if (target.filter(majors::contains).isPresent()) {
            return target.get();
        }
        int nearest = target.isPresent() && target.get() < majors.getFirst() ? majors.getFirst() : majors.getLast();
        int major = configured.orElse(nearest);
        target.ifPresent(version -> notes.accept("the target runs PostgreSQL " + version
                + ", of which there is no embedded one: the shadow runs " + major
                + ", which may write definitions differently (shadow.url takes a server of your own)"));
        return major;
    }

    /**
     * Replays a migration directory.
     *
     * @param placeholders what {@code ${name}} in scripts stands for
     * @param ledgerSchema schema of the ledger, which one of Flyway's placeholders names
     * @throws dev.plumbline.ProblemException {@code replay-failed}, {@code shadow-extension-missing},
     *     {@code shadow-server-wide}, {@code shadow-is-target}, {@code shadow-version-unavailable}, and those of reading
     *     and splitting scripts and of starting or reaching a server
     */
    public Replayed migrations(MigrationDirectory directory, PlaceholderValues placeholders, String ledgerSchema) {
        return replay(directory.path().toString(), scripts(directory, placeholders, ledgerSchema));
    }

    /**
     * The scripts that {@link #migrations} runs.
     *
     * @throws dev.plumbline.ProblemException those of reading scripts
     */
    public List<ReplayScript> scripts(
            MigrationDirectory directory, PlaceholderValues placeholders, String ledgerSchema) {
        return ReplayScript.of(directory, placeholders, DATABASE, user(), ledgerSchema);
    }

    /**
     * The scripts that {@link #migrations} runs, and those that undo them.
     *
     * @throws dev.plumbline.ProblemException those of reading scripts
     */
    public List<ReplayScript> scriptsWithDown(
            MigrationDirectory directory, PlaceholderValues placeholders, String ledgerSchema) {
        return ReplayScript.withDown(directory, placeholders, DATABASE, user(), ledgerSchema);
    }

    private String user() {
        return shadows.server().map(server -> server.spec().user()).orElse("plumb");
    }

    /**
     * Runs an SQL file, such as a dump.
     *
     * @throws dev.plumbline.ProblemException those of {@link #migrations}, {@code not-sql} and {@code not-utf8}
     */
    public Replayed file(Path file) {
        SqlFile.refuseArchives(file);
        return replay(file.toString(), List.of(ReplayScript.of(file)));
    }

    /** Is shown the database on the way. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Looks at a state.
         *
         * @param scripts how many have run
         */
        void at(int scripts, Database database);
    }

    /**
     * Replays a migration directory, and stops on the way.
     *
     * @param stops after how many scripts
     */
    public void walk(
            MigrationDirectory directory,
            PlaceholderValues placeholders,
            String ledgerSchema,
            SortedSet<Integer> stops,
            Visitor visitor) {
        List<ReplayScript> scripts = scripts(directory, placeholders, ledgerSchema);
        try (Replayed shadow = nothing()) {
            Replay.Where where = new Replay.Where(
                    "the shadow",
                    shadows.server().isEmpty(),
                    shadows.server().isEmpty() ? shadows.role() : Optional.empty());
            int done = 0;
            for (int stop : stops) {
                run(shadow.database(), where, scripts, done, stop, new AtomicInteger());
                done = stop;
                visitor.at(stop, shadow.database());
            }
        }
    }

    /** A shadow with nothing in it. */
    public Replayed nothing() {
        return replay("nothing", List.of());
    }

    private Replayed replay(String source, List<ReplayScript> scripts) {
        return shadows.server().isPresent()
                ? onServer(source, scripts, shadows.server().get())
                : embedded(source, scripts);
    }

    private Replayed onServer(String source, List<ReplayScript> scripts, Database server) {
        ServerShadow shadow = ServerShadow.create(server, shadows.targets(), notes);
        try {
            Replay.Where where = new Replay.Where(
                    "the server of shadow.url (PostgreSQL " + shadow.version() + ")", false, Optional.empty());
            Trail trail = run(shadow.database(), where, scripts, 0, scripts.size(), new AtomicInteger());
            return new Replayed(source, shadow.database(), where, trail, scripts, 0, Optional.empty(), shadow::close);
        } catch (RuntimeException e) {
            discardAfter(e, shadow::close);
            throw e;
        }
    }

    private Replayed embedded(String source, List<ReplayScript> scripts) {
        EmbeddedServer.Options options = EmbeddedServer.Options.throwaway()
                .withMajor(shadows.major())
                .withSetting("autovacuum", "off")
                .withSetting("jit", "off")
                .withSetting("max_connections", "20")
                // A script of one transaction may make thousands of tables.
                .withSetting("max_locks_per_transaction", "1024");
        String history = Path.of(source).toAbsolutePath().normalize().toString();
        EmbeddedShadow shadow = EmbeddedShadow.start(options, history, keys(scripts), notes);
        AtomicInteger reached = new AtomicInteger(shadow.restored());
        int kept = shadow.restored();
        try {
            Database database = database(shadow.url(DATABASE));
            Replay.Where where = new Replay.Where("the embedded PostgreSQL " + shadow.version(), true, shadows.role());
            Trail trail = Trail.parse(shadow.attachment());
            int done = shadow.restored();
            for (int stop = done + 1; stop <= scripts.size(); stop++) {
                if (shadow.wants(stop)) {
                    trail = trail.then(run(database, where, scripts, done, stop, reached));
                    shadow.keep(stop, trail.text());
                    done = stop;
                    kept = stop;
                }
            }
            Trail whole = trail;
            return new Replayed(
                    source,
                    database,
                    where,
                    trail,
                    scripts,
                    shadow.restored(),
                    Optional.of(new Replayed.Server(shadow.keptIn(), shadow::lastWords)),
                    () -> close(shadow, database, whole));
        } catch (ProblemException e) {
            discardAfter(e, shadow::close);
            boolean isKept = kept == reached.get() || keepBefore(source, scripts.subList(0, reached.get()), e);
            throw reached.get() > 0 && isKept ? withKept(e, scripts.get(reached.get() - 1)) : e;
        } catch (RuntimeException e) {
            discardAfter(e, shadow::close);
            throw e;
        }
    }

    /**
     * Replays once more what came before the script that failed, and keeps that: what the failed one did cannot be taken back to the
     * letter, for a sequence that has moved stays where it is.
     */
    private boolean keepBefore(String source, List<ReplayScript> scripts, ProblemException failure) {
        try {
            embedded(source, scripts).close();
            return true;
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    private static ProblemException withKept(ProblemException e, ReplayScript last) {
        Problem problem = e.problem();
        String kept = "the state after " + last.name() + " is kept for the next run";
        return problem.state(problem.state().isEmpty() ? kept : problem.state() + "; " + kept)
                .exception(e);
    }

    private static void close(EmbeddedShadow shadow, Database database, Trail trail) {
        boolean unchanged;
        try (Session session = database.open()) {
            unchanged = Replay.isUnchanged(session, trail);
        } catch (SQLException | ProblemException e) {
            unchanged = false;
        }
        if (unchanged) {
            shadow.closeUnchanged();
        } else {
            shadow.close();
        }
    }

    /** {@code reached} is told how many scripts are there, also where one fails. */
    private static Trail run(
            Database database,
            Replay.Where where,
            List<ReplayScript> scripts,
            int from,
            int to,
            AtomicInteger reached) {
        try (Session session = database.open()) {
            Replay replay = new Replay(session, where, scripts);
            try {
                return replay.run(from, to);
            } finally {
                reached.set(replay.reached());
            }
        } catch (SQLException e) {
            throw broken(e);
        }
    }

    static ProblemException broken(SQLException e) {
        return Problem.of(
                        ProblemId.REPLAY_FAILED,
                        "the session on the shadow broke: " + SqlFailure.of(e).message())
                .exception(e);
    }

    /** For each script, what names the state after it. */
    private List<String> keys(List<ReplayScript> scripts) {
        List<String> keys = new ArrayList<>();
        String key = FORMAT + " " + shadows.role().orElse("");
        for (ReplayScript script : scripts) {
            key = digest(key + "\n" + script.fingerprint());
            keys.add(key);
        }
        return keys;
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Database database(String url) {
        return Database.own(url, "plumb shadow");
    }

    private static void discardAfter(RuntimeException failure, Runnable close) {
        try {
            close.run();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
