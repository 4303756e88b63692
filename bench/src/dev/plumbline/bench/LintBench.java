package dev.plumbline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times {@code plumb lint} beside squawk over the same small files, each from the start of its process to its end. Fails where not all
 * files were checked, never because of speed.
 */
public final class LintBench {
    private static final int FILES = 300;
    private static final String PLUMB = "plumb lint";
    private static final String SQUAWK = "squawk, by npm's launcher";
    private static final String BINARY = "squawk, its binary alone";

    private final Path home;
    private final Path directory;
    private final Path output;

    private LintBench(Path home, Path top) throws IOException {
        this.home = home;
        this.directory = Files.createDirectory(top.resolve("migrations"));
        this.output = top.resolve("output");
        for (int i = 1; i <= FILES; i++) {
            Files.writeString(directory.resolve(String.format(Locale.ROOT, "%04d_step.up.sql", i)), script(i));
        }
    }

    /** The one argument is the project's directory; {@code BENCH_ROUNDS} makes a run smaller. */
    public static void main(String[] args) throws IOException, InterruptedException {
        try (TemporaryDirectory top = TemporaryDirectory.create()) {
            new LintBench(Path.of(args[0]), top.path()).run();
        }
    }

    /** As a project's files are: a table now and then, and mostly some statements about those that are there. */
    private static String script(int number) {
        int table = (number - 1) / 5;
        return switch (number % 5) {
            case 1 -> """
                CREATE TABLE t%1$d (
                    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    name text NOT NULL DEFAULT '',
                    state text NOT NULL CHECK (state IN ('new', 'paid')),
                    created_at timestamptz NOT NULL DEFAULT now()
                );
                CREATE INDEX t%1$d_created_at ON t%1$d (created_at);
                """.formatted(table);
            case 2 ->
                "ALTER TABLE t%1$d ADD COLUMN amount numeric(10,2);\nCOMMENT ON COLUMN t%1$d.amount IS 'in euros';\n"
                        .formatted(table);
            case 3 ->
                "CREATE INDEX CONCURRENTLY t%1$d_name ON t%1$d (lower(name)) WHERE state = 'new';\n".formatted(table);
            case 4 -> """
                ALTER TABLE t%1$d ADD CONSTRAINT t%1$d_amount CHECK (amount >= 0) NOT VALID;
                UPDATE t%1$d SET state = 'paid' WHERE amount > 0 AND created_at < now() - interval '1 year';
                """.formatted(table);
            default -> """
                CREATE VIEW v%1$d AS SELECT id, name, amount FROM t%1$d WHERE state = 'paid';
                ALTER TABLE t%1$d ALTER COLUMN name TYPE varchar(200);
                """.formatted(table);
        };
    }

    private void run() throws IOException, InterruptedException {
        int rounds = Setting.of("BENCH_ROUNDS", 5);
        Map<String, List<String>> commands = commands();
        Map<String, Samples> times = new LinkedHashMap<>();
        commands.keySet().forEach(name -> times.put(name, new Samples()));
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, List<String>> command : commands.entrySet()) {
                times.get(command.getKey()).add(time(command.getKey(), command.getValue()));
            }
        }
        System.out.printf("%nlint of %d small files%n", FILES);
        times.forEach((what, samples) -> System.out.printf(
                Locale.ROOT, "%-30s %7.3f s  %.3f-%.3f s%n", what, samples.median(), samples.least(), samples.most()));
        Results.reach(System.out, "lint", times.get(PLUMB).median(), 3, "s");
        if (times.containsKey(SQUAWK)) {
            Results.reach(
                    System.out,
                    "lint, of squawk's time",
                    times.get(PLUMB).median() / times.get(SQUAWK).median(),
                    2,
                    "times");
        } else {
            System.out.println("left out: squawk: its package could not be had from npm");
        }
    }

    private Map<String, List<String>> commands() throws IOException {
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put(PLUMB, List.of(home.resolve("plumb").toString(), "lint", "--json", directory.toString()));
        List<String> files = new ArrayList<>();
        try (var all = Files.list(directory)) {
            all.map(Path::toString).sorted().forEach(files::add);
        }
        Path npm = home.resolve("target/bench/npm/node_modules");
        Path launcher = npm.resolve(".bin/squawk");
        if (Files.isExecutable(launcher)) {
            commands.put(SQUAWK, with(launcher, files));
        }
        Path binary = npm.resolve("@squawk-cli/linux-x64/bin/squawk");
        if (Files.isExecutable(binary)) {
            commands.put(BINARY, with(binary, files));
        }
        return commands;
    }

    private static List<String> with(Path command, List<String> files) {
        List<String> words = new ArrayList<>(List.of(command.toString()));
        words.addAll(files);
        return words;
    }

    /** Both end with 1 where they find something, and say how many files they saw. */
    private Duration time(String name, List<String> command) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exitCode = process.waitFor();
        Duration duration = Duration.ofNanos(System.nanoTime() - began);
        String said = Files.readString(output);
        boolean whole = name.equals(PLUMB) ? said.contains("\"files\" : " + FILES) : said.contains(FILES + " file");
        if (exitCode > 1 || !whole) {
            throw new IllegalStateException(
                    name + " did not check all files, and ended with " + exitCode + ":\n" + said);
        }
        return duration;
    }
}
