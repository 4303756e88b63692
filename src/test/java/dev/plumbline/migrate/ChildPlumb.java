package dev.plumbline.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@code plumb} command in a process of its own, which can be killed. */
public record ChildPlumb(Process process, Path output) implements AutoCloseable {

    public static ChildPlumb start(Path output, String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(arguments))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new ChildPlumb(process, output);
    }

    /** Starts a child that hears SIGINT, whoever runs the tests. */
    public static List<String> command(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (interruptsAreIgnored()) {
            // Of GNU coreutils, from 8.31 on.
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                // Surefire puts the class path into a jar's manifest, which starts slower than the path itself.
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.plumbline.cli.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A shell starts what runs in the background with SIGINT ignored, and what is started there inherits that. */
    private static boolean interruptsAreIgnored() throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "kill -INT $$; exit 0").start().waitFor() == 0;
    }

    /** SIGSTOP: the server ends what it was asked for, and nothing new is asked, so that one can look where the child is. */
    void freeze() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** SIGKILL; returns whether the process was still there to be killed. */
    boolean kill() throws InterruptedException {
        process.destroyForcibly();
        return process.waitFor() == 128 + 9;
    }

    public int exitCode() throws InterruptedException {
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            throw new AssertionError("the child does not end");
        }
        return process.exitValue();
    }

    public String text() throws IOException {
        return Files.readString(output);
    }

    /** As {@code pg_stat_activity} names its sessions, for LIKE. */
    String applicationName() {
        return "plumb/" + process.pid() + "-%";
    }

    /** Condition: none of its sessions is left. */
    String gone() {
        return "SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name LIKE '" + applicationName() + "'";
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
