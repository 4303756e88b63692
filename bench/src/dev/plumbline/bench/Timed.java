package dev.plumbline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of a command, from its start to its end.
 *
 * @param peakKilobytes the most memory it held at a time (resident, the mapped files included); 0 where it was not measured
 */
record Timed(Duration duration, long peakKilobytes) {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    /** Runs a command; throws with all it said where it fails. */
    static Timed run(List<String> command, Path output) throws IOException, InterruptedException {
        return run(command, to(output), output, false);
    }

    /**
     * Runs a command and looks at its memory meanwhile. The kernel keeps the peak (proc(5), VmHWM), so that only what grows in the
     * last hundredth of a second is missed; a launcher that ends in exec keeps its process id.
     */
    static Timed withMemory(List<String> command, Path output) throws IOException, InterruptedException {
        return run(command, to(output), output, true);
    }

    /** As {@link #withMemory}, for a command that prints much: nobody keeps it but what it says on stderr. */
    static Timed discarding(List<String> command, Path errors) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder().redirectError(errors.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        return run(command, builder, errors, true);
    }

    private static ProcessBuilder to(Path output) {
        return new ProcessBuilder().redirectErrorStream(true).redirectOutput(output.toFile());
    }

    private static Timed run(List<String> command, ProcessBuilder builder, Path output, boolean memory)
            throws IOException, InterruptedException {
        builder.command(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG") || name.equals("DATABASE_URL"));
        long started = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        long peak = 0;
        if (memory) {
            while (!process.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, peak(process.pid()));
            }
        }
        int exitCode = process.waitFor();
        Duration duration = Duration.ofNanos(System.nanoTime() - started);
        if (exitCode != 0) {
            throw new IllegalStateException(
                    command.getFirst() + " ended with exit code " + exitCode + ":\n" + Files.readString(output));
        }
        return new Timed(duration, peak);
    }

    private static long peak(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            // It has just ended, or this system has no /proc.
        }
        return 0;
    }
}
