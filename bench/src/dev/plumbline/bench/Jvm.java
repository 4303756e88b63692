package dev.plumbline.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A part of the benchmark in a JVM of its own, as the launcher of the project in {@code home} starts it. */
record Jvm(Path home, Class<?> part, Map<String, String> environment) {
    /** Where Linux says whether it has them. */
    private static final Path LARGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    /** Does {@code what} the arguments say; returns the time that it prints, in nanoseconds. */
    Duration time(String what, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:AOTCache=" + home.resolve("target/plumb.aot"),
                "-Xlog:disable",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xms64m",
                "-Xmn32m"));
        if (Files.exists(LARGE_PAGES) && Files.readString(LARGE_PAGES).matches("(?s).*\\[(madvise|always)\\].*")) {
            command.add("-XX:+UseTransparentHugePages");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), part.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(what + " failed");
        }
        return Duration.ofNanos(Long.parseLong(said.strip()));
    }
}
