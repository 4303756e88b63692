package dev.plumbline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Times {@code plumb rehearse} from the start of its process to its end. Fails where not all was rehearsed, never because of speed. */
public final class RehearseBench {
    private static final int MIGRATIONS = 100;

    private RehearseBench() {}

    /** The one argument is the project's directory; {@code BENCH_ROUNDS} makes a run smaller. */
    public static void main(String[] args) throws IOException, InterruptedException {
        try (TemporaryDirectory top = TemporaryDirectory.create()) {
            run(Path.of(args[0]), top.path());
        }
    }

    private static void run(Path home, Path top) throws IOException, InterruptedException {
        Path directory = Migrations.write(Files.createDirectory(top.resolve("migrations")), MIGRATIONS)
                .of("plumb");
        List<String> command = List.of(home.resolve("plumb").toString(), "rehearse", directory.toString());
        Path output = top.resolve("output");
        Samples times = new Samples();
        for (int round = 0; round < Setting.of("BENCH_ROUNDS", 5); round++) {
            times.add(time(command, output));
        }
        System.out.printf("%nrehearsal of %d migrations on empty tables%n", MIGRATIONS);
        System.out.printf(
                Locale.ROOT,
                "%-30s %7.3f s  %.3f-%.3f s%n",
                "plumb rehearse",
                times.median(),
                times.least(),
                times.most());
        Results.reach(System.out, "rehearsal", times.median(), 20, "s");
    }

    private static Duration time(List<String> command, Path output) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.equals("DATABASE_URL"));
        long began = System.nanoTime();
        int exitCode = builder.start().waitFor();
        Duration duration = Duration.ofNanos(System.nanoTime() - began);
        String said = Files.readString(output);
        if (exitCode != 0 || !said.contains(MIGRATIONS + " as they should be")) {
            throw new IllegalStateException("not all was rehearsed; ended with " + exitCode + ":\n" + said);
        }
        return duration;
    }
}
