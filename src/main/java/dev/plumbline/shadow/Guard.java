package dev.plumbline.shadow;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A shell between this process and its server. It reads from a pipe whose other end only this process holds; when that closes,
 * even because this process was killed, the shell stops the server at once and deletes the server's directory.
 */
final class Guard {
    /** $1 is the server's directory, the rest the command that starts the server and stays its process. */
    private static final String SCRIPT = """
            run=$1
            shift
            trap '' INT HUP TERM
            exec 3<&0 </dev/null
            "$@" 3<&- &
            server=$!
            {
                read -r word <&3
                [ -e "$run/exited" ] || kill -QUIT $server
                [ "$word" = keep ]
            } &
            wait $server
            : >"$run/exited"
            wait $! || rm -rf "$run"
            """;

    private static final long PATIENCE_SECONDS = 20;

    private final Path run;
    private final Process shell;

    private Guard(Path run, Process shell) {
        this.run = run;
        this.shell = shell;
    }

    /** Starts {@code server}; what it and the shell print goes to the file {@code log} in {@code run}. */
    static Guard start(Path run, List<String> server) throws IOException {
        Files.deleteIfExists(run.resolve("exited"));
        List<String> command = new ArrayList<>();
        if (Launch.onPath("setsid")) {
            // Ctrl-C in a terminal goes to all processes of the session: this one decides by itself what it stops when.
            command.add("setsid");
        }
        command.addAll(List.of("sh", "-c", SCRIPT, "plumb-guard", run.toString()));
        command.addAll(server);
        Process shell = Launch.plain(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(run.resolve("log").toFile()))
                .start();
        return new Guard(run, shell);
    }

    /** Whether the server has ended by itself. */
    boolean exited() {
        return Files.exists(run.resolve("exited")) || !shell.isAlive();
    }

    /** Stops the server as a crash would, and keeps its directory. */
    void crash() throws IOException {
        try (OutputStream out = shell.getOutputStream()) {
            out.write("keep\n".getBytes(StandardCharsets.US_ASCII));
        }
        awaitEnd();
    }

    /** Stops the server as a crash would, and deletes its directory. */
    void discard() throws IOException {
        shell.getOutputStream().close();
        awaitEnd();
        Cache.delete(run);
    }

    private void awaitEnd() throws IOException {
        boolean interrupted = Thread.interrupted();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (shell.isAlive()) {
            try {
                if (!shell.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    // A server that cannot even die at once: its children end when they see it gone.
                    Runs.postmaster(run).ifPresent(ProcessHandle::destroyForcibly);
                    deadline += TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
