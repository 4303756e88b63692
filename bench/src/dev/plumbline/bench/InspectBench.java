package dev.plumbline.bench;

import dev.plumbline.Background;
import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.model.Schema;
import dev.plumbline.plan.BlastRadius;
import dev.plumbline.plan.Form;
import dev.plumbline.rehearse.Comparison;
import dev.plumbline.report.DiffReport;
import dev.plumbline.risk.World;
import dev.plumbline.shadow.EmbeddedServer;
import dev.plumbline.source.Origins;
import dev.plumbline.source.postgres.CatalogReader;
import dev.plumbline.sql.grammar.Grammar;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Times reading a large schema beside {@code pg_dump}, and comparing two that differ a little. Fails where a tool did not do its
 * work, never because of speed.
 */
public final class InspectBench {
    /** The version of the server, and of the {@code pg_dump} that is measured on it. */
    private static final int MAJOR = 15;

    private static final String FROM = "large";
    private static final String TO = "changed";
    private static final String JSON = "inspect --format json";
    private static final String TABLE = "inspect --format table";
    private static final String PG_DUMP = "pg_dump --schema-only";
    private static final String DIFF = "diff";
    private static final String COMPARING = "diff, beyond reading";

    private static final double OF_PG_DUMP = 0.8;
    private static final double MEGABYTES = 600;
    private static final double COMPARING_SECONDS = 2;

    private final PrintStream out = System.out;
    private final Path home;
    private final EmbeddedServer server;
    private final int tables;
    private final Path output;
    private final Map<String, Samples> times = new LinkedHashMap<>();
    private final Map<String, Long> peaks = new LinkedHashMap<>();

    private InspectBench(Path home, EmbeddedServer server, int tables, Path output) {
        this.home = home;
        this.server = server;
        this.tables = tables;
        this.output = output;
    }

    /** The one argument is the project's directory; {@code BENCH_TABLES} and {@code BENCH_ROUNDS} make a run smaller. */
    public static void main(String[] args) throws IOException, InterruptedException, SQLException {
        if (args.length > 1) {
            compare(args[0], args[1]);
            return;
        }
        EmbeddedServer.Options options = EmbeddedServer.Options.throwaway()
                .withMajor(MAJOR)
                // PostgreSQL's own default; the embedded server has less.
                .withSetting("shared_buffers", "128MB")
                // pg_dump holds a lock on each table until its end.
                .withSetting("max_locks_per_transaction", "1024");
        Path output = Files.createTempFile("plumb-bench-", ".out");
        try (EmbeddedServer server = EmbeddedServer.start(options)) {
            new InspectBench(Path.of(args[0]), server, Setting.of("BENCH_TABLES", LargeSchema.TABLES), output)
                    .run(Setting.of("BENCH_ROUNDS", 5));
        } finally {
            Files.delete(output);
        }
    }

    private void run(int rounds) throws IOException, InterruptedException, SQLException {
        out.printf("%na schema of %d tables, and %d differences; %d rounds%n", tables, LargeSchema.DIFFERENCES, rounds);
        try (Session admin = open("postgres")) {
            Machine.print(out, admin);
            make(admin);
        }
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put(JSON, plumb("inspect", url(FROM), "--format", "json"));
        commands.put(TABLE, plumb("inspect", url(FROM), "--format", "table"));
        pgDump().ifPresentOrElse(
                        program -> commands.put(PG_DUMP, List.of(program, "--schema-only", server.url(FROM))),
                        () -> out.println(
                                "left out: pg_dump " + MAJOR + " is not on this machine (Debian: postgresql-client-"
                                        + MAJOR + "), so there is nothing to compare inspect with"));
        commands.put(DIFF, plumb("diff", url(FROM), url(TO)));
        verify(commands);
        List<String> order = new ArrayList<>(commands.keySet());
        for (int round = 1; round <= rounds; round++) {
            out.printf("round %d:", round);
            for (String what : order) {
                out.print(" " + what + ",");
                out.flush();
                Timed timed = Timed.discarding(commands.get(what), output);
                add(what, timed.duration());
                peaks.merge(what, timed.peakKilobytes(), Math::max);
            }
            out.println(" " + COMPARING);
            add(COMPARING, comparing());
            // Another one begins each round, so that nobody always has what the same one before left in memory.
            Collections.rotate(order, -1);
        }
        print();
    }

    private void make(Session admin) throws SQLException {
        admin.execute("CREATE DATABASE " + FROM);
        try (Session session = open(FROM)) {
            LargeSchema.make(session, tables);
        }
        admin.execute("CREATE DATABASE " + TO + " TEMPLATE " + FROM);
        try (Session session = open(TO)) {
            LargeSchema.change(session, tables);
        }
        admin.execute("CHECKPOINT");
    }

    /** Holds each to having told of all tables; also fills the server's memory before the first is measured. */
    private void verify(Map<String, List<String>> commands) throws IOException, InterruptedException {
        expect(commands.get(TABLE), "table area_", tables);
        expect(commands.get(JSON), "    \"name\" : \"ledger_entry_", tables);
        if (commands.containsKey(PG_DUMP)) {
            expect(commands.get(PG_DUMP), "CREATE TABLE area_", tables);
        }
        expect(commands.get(DIFF), "ALTER TABLE area_", 1);
    }

    private void expect(List<String> command, String line, long least) throws IOException, InterruptedException {
        Timed.run(command, output);
        try (Stream<String> lines = Files.lines(output)) {
            long found = lines.filter(it -> it.startsWith(line)).count();
            if (found < least) {
                throw new IllegalStateException(
                        String.join(" ", command) + " printed " + found + " lines that begin with " + line);
            }
        }
    }

    private void add(String what, Duration duration) {
        times.computeIfAbsent(what, _ -> new Samples()).add(duration);
    }

    private List<String> plumb(String... arguments) {
        List<String> command = new ArrayList<>(List.of(home.resolve("plumb").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private String url(String database) {
        return "db:" + server.url(database);
    }

    /** The program of the server's own version: another one asks other questions. */
    private static Optional<String> pgDump() throws IOException, InterruptedException {
        List<String> candidates = List.of("/usr/lib/postgresql/" + MAJOR + "/bin/pg_dump", "pg_dump");
        for (String candidate : candidates) {
            try {
                Process process = new ProcessBuilder(candidate, "--version")
                        .redirectErrorStream(true)
                        .start();
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() == 0 && said.contains(" " + MAJOR + ".")) {
                    return Optional.of(candidate);
                }
            } catch (IOException e) {
                // It is not there.
                continue;
            }
        }
        return Optional.empty();
    }

    private Duration comparing() throws IOException, InterruptedException {
        return new Jvm(home, InspectBench.class, Map.of()).time(COMPARING, server.url(FROM), server.url(TO));
    }

    /** Reads two databases, and prints how many nanoseconds all that {@code diff} does after that takes. */
    private static void compare(String from, String to) {
        Schema here = read(from);
        Schema there = read(to);
        long began = System.nanoTime();
        Background<Grammar> grammar = Background.start("loading the grammar", Grammar::new);
        Background<World> world = Background.start("looking up what needs what", () -> World.of(here));
        Comparison comparison = Comparison.of(here, there, Form.SAFE);
        String text = DiffReport.text(
                comparison,
                DiffReport.Way.THERE,
                BlastRadius.of(comparison.plan().steps(), world.result(), grammar.result()));
        long took = System.nanoTime() - began;
        int changes = comparison.diff().changes().size();
        if (changes < LargeSchema.DIFFERENCES || text.isEmpty()) {
            throw new IllegalStateException(
                    "found " + changes + " changes instead of at least " + LargeSchema.DIFFERENCES);
        }
        System.out.println(took);
    }

    private static Schema read(String url) {
        return CatalogReader.read(Database.own(url, "plumb bench"), url, "plumb", Origins.catalog(url));
    }

    private Session open(String database) {
        return Database.own(server.url(database), "plumb bench").open();
    }

    private void print() {
        Optional<Samples> dump = Optional.ofNullable(times.get(PG_DUMP));
        out.printf("%n%-24s %9s  %-18s %10s %8s%n", "", "median", "min-max", "of pg_dump", "memory");
        times.forEach((what, samples) -> out.printf(
                Locale.ROOT,
                "%-24s %7.3f s  %-18s %10s %8s%n",
                what,
                samples.median(),
                String.format(Locale.ROOT, "%.3f-%.3f s", samples.least(), samples.most()),
                what.equals(COMPARING) || what.equals(DIFF)
                        ? ""
                        : dump.map(it -> String.format(Locale.ROOT, "%.2fx", samples.median() / it.median()))
                                .orElse(""),
                peaks.getOrDefault(what, 0L) == 0
                        ? ""
                        : String.format(Locale.ROOT, "%.0f MB", megabytes(peaks.get(what)))));
        out.println();
        if (tables != LargeSchema.TABLES) {
            out.println("what Plumbline reaches for is meant for " + LargeSchema.TABLES + " tables, not " + tables);
        }
        dump.ifPresent(it -> {
            for (String what : List.of(JSON, TABLE)) {
                Results.reach(out, what, times.get(what).median() / it.median(), OF_PG_DUMP, "times");
            }
        });
        for (String what : List.of(JSON, TABLE)) {
            if (peaks.getOrDefault(what, 0L) > 0) {
                Results.reach(
                        out,
                        "memory, " + what.substring(what.indexOf(' ') + 1),
                        megabytes(peaks.get(what)),
                        MEGABYTES,
                        "MB");
            }
        }
        Results.reach(out, COMPARING, times.get(COMPARING).median(), COMPARING_SECONDS, "s");
    }

    private static double megabytes(long kilobytes) {
        return kilobytes / 1024.0;
    }
}
