package dev.plumbline.shadow;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A shell between this process and its server. It reads from a pipe whose other end only this process holds; when that closes,
 * even because this process was killed, the shell stops the server at once and deletes the server's directory.
 *
 * <p>It signals more than once because a shell starts background commands with SIGQUIT ignored (POSIX.1-2017, Shell Command
 * Language, 2.11): a server that has not yet set its own handler does not hear the first. After ten seconds it kills.
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
                signal=QUIT
                [ "$word" != finish ] || signal=INT
                tries=0
                until [ -e "$run/exited" ] || ! kill -$signal $server; do
                    sleep 0.01
                    tries=$((tries + 1))
                    [ $tries -lt 1000 ] || signal=KILL
                done
                [ -n "$word" ]
            } &
            wait $server
            echo $? >"$run/exited"
            wait $! || rm -rf "$run"
            """;

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
    boolean serverEnded() {
        return Files.exists(run.resolve("exited")) || !shell.isAlive();
    }

    /** Stops the server as a crash would, and keeps its directory. */
    void crash() throws IOException {
        tell("keep\n");
    }

    /** Shuts the server down so that its directory can be copied; returns whether it did all of that. */
    boolean finish() throws IOException {
        tell("finish\n");
        return Files.readString(run.resolve("exited")).strip().equals("0");
    }

    private void tell(String word) throws IOException {
        try (OutputStream out = shell.getOutputStream()) {
            out.write(word.getBytes(StandardCharsets.US_ASCII));
        }
        Launch.exitCode(shell);
    }

    /** Stops the server as a crash would, and deletes its directory. */
    void discard() throws IOException {
        shell.getOutputStream().close();
        Launch.exitCode(shell);
        Cache.delete(run);
    }
}
