package dev.plumbline.bench;

import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.migrate.PlaceholderValues;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.shadow.EmbeddedServer;
import dev.plumbline.source.replay.Replayed;
import dev.plumbline.source.replay.Replayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Times shadows: from the call to the first answer, in a JVM of its own each time, as a command would run it. Fails where a shadow
 * does not hold what it should, never because of speed.
 */
public final class ShadowBench {
    private static final int MIGRATIONS = 200;
    private static final String FIRST = "shadow start, nothing cached";
    private static final String START = "shadow start";
    private static final String COLD = "replay, cold";
    private static final String CACHED = "replay, cached";

    private final Path home;
    private final Path cache;
    private final Path directory;

    private ShadowBench(Path home, Path top) throws IOException {
        this.home = home;
        this.cache = Files.createDirectory(top.resolve("cache"));
        this.directory = Migrations.write(Files.createDirectory(top.resolve("migrations")), MIGRATIONS)
                .of("plumb");
    }

    /** The one argument is the project's directory; {@code BENCH_ROUNDS} makes a run smaller. */
    public static void main(String[] args) throws IOException, InterruptedException, SQLException {
        if (args.length > 1) {
            measure(args[0], Path.of(args[1]));
            return;
        }
        try (TemporaryDirectory top = TemporaryDirectory.create()) {
            new ShadowBench(Path.of(args[0]), top.path()).run();
        }
    }

    private void run() throws IOException, InterruptedException {
        int rounds = Setting.of("BENCH_ROUNDS", 5);
        Map<String, Samples> times = new LinkedHashMap<>();
        for (String what : List.of(FIRST, START, COLD, CACHED)) {
            times.put(what, new Samples());
        }
        times.get(FIRST).add(child(START));
        for (int round = 0; round < rounds; round++) {
            // Another first file is another replay from the first to the last.
            Path first = directory.resolve("00000_round.up.sql");
            Files.writeString(first, "-- round " + round + "\nSELECT 1;\n");
            for (String what : List.of(START, COLD, CACHED)) {
                times.get(what).add(child(what));
            }
        }
        System.out.printf("%nshadows; replays are of %d migrations of one table and two indexes each%n", MIGRATIONS);
        times.forEach((what, samples) -> System.out.printf(
                Locale.ROOT, "%-30s %7.3f s  %.3f-%.3f s%n", what, samples.median(), samples.least(), samples.most()));
        Results.reach(System.out, START, times.get(START).median(), 0.3, "s");
        Results.reach(System.out, CACHED, times.get(CACHED).median(), 0.5, "s");
    }

    private Duration child(String what) throws IOException, InterruptedException {
        return new Jvm(home, ShadowBench.class, Map.of("PLUMB_CACHE", cache.toString()))
                .time(what, what, directory.toString());
    }

    private static void measure(String what, Path directory) throws SQLException {
        long began = System.nanoTime();
        if (what.equals(START)) {
            try (EmbeddedServer server = EmbeddedServer.start(EmbeddedServer.Options.throwaway())) {
                answer(Database.own(server.url("postgres"), "plumb bench"), began, 0, "SELECT 0");
            }
            return;
        }
        try (Replayed replayed = new Replayer(Replayer.Shadows.embedded(18), note -> {})
                .migrations(MigrationDirectory.read(directory, Optional.empty()), PlaceholderValues.NONE, "plumb")) {
            int expected = what.equals(CACHED) ? MIGRATIONS + 1 : 0;
            if (replayed.restored() != expected) {
                throw new IllegalStateException(replayed.restored() + " were cached instead of " + expected);
            }
            answer(replayed.database(), began, MIGRATIONS, Migrations.TABLES);
        }
    }

    private static void answer(Database database, long began, int wanted, String query) throws SQLException {
        try (Session session = database.open()) {
            String answer = session.text(query).orElse("");
            System.out.println(System.nanoTime() - began);
            if (!answer.equals(Integer.toString(wanted))) {
                throw new IllegalStateException("found " + answer + " instead of " + wanted);
            }
        }
    }
}
