package dev.plumbline.shadow;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One attempt to start a server in its directory, from the launch until it is ready or has failed. */
final class Attempt {
    private static final long READY_SECONDS = 30;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int QUOTED_LINES = 12;

    private final Path run;
    private final Path log;
    private final Path status;
    private final long logged;

    private Attempt(Path run) throws IOException {
        this.run = run;
        log = run.resolve("log");
        status = run.resolve("data").resolve("postmaster.pid");
        logged = Files.exists(log) ? Files.size(log) : 0;
    }

    /**
     * Starts the server and waits until it accepts connections.
     *
     * @return empty when its port turned out to be taken
     */
    static Optional<Guard> start(Path run, List<String> server) throws IOException {
        return new Attempt(run).start(server);
    }

    private Optional<Guard> start(List<String> server) throws IOException {
        // Left behind by a server that was killed, it would look as if this one were ready.
        Files.deleteIfExists(status);
        Guard guard = Guard.start(run, server);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (!ready()) {
            if (guard.serverEnded()) {
                guard.crash();
                if (log().contains("could not bind")) {
                    return Optional.empty();
                }
                throw failed("it ended while starting");
            }
            if (System.nanoTime() > deadline) {
                guard.crash();
                throw failed("it was not ready within " + READY_SECONDS + " s");
            }
            if (Thread.currentThread().isInterrupted()) {
                guard.crash();
                throw failed("this program was interrupted");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return Optional.of(guard);
    }

    /** Line 8 of postmaster.pid tells the state (src/include/utils/pidfile.h, PostgreSQL 10 and later). */
    private boolean ready() throws IOException {
        try {
            List<String> lines = Files.readAllLines(status);
            return lines.size() >= 8 && lines.get(7).strip().equals("ready");
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private ProblemException failed(String why) throws IOException {
        List<String> lines = log().lines().toList();
        return Problem.of(ProblemId.EMBEDDED_START_FAILED, "the embedded PostgreSQL did not start: " + why)
                .at(run.toString())
                .excerpt(lines.subList(Math.max(0, lines.size() - QUOTED_LINES), lines.size()))
                .remedy("use --url postgres://… with a PostgreSQL server of your own")
                .exception();
    }

    /** The end of what this attempt has logged. */
    private String log() throws IOException {
        return Log.end(log, logged);
    }
}
