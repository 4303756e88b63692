package dev.plumbline.cli;

import dev.plumbline.ProblemId;
import dev.plumbline.migrate.Interruption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C and a polite kill do: the running statement is cancelled, the engine rolls back and reports, and only then the
 * process ends, with the exit code of an interruption.
 */
final class Shutdown {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final CountDownLatch FINISHED = new CountDownLatch(1);
    private static volatile boolean left;
    private static volatile int exitCode = ProblemId.INTERRUPTED.kind().exitCode();

    private Shutdown() {}

    /** Until it is closed, a signal asks {@code interruption} to stop the work. */
    static Hook interrupts(Interruption interruption) {
        Thread hook = new Thread(() -> stop(interruption), "plumb-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Hook(hook);
    }

    /** From here on what a signal does is not decided here. */
    static void leaveToOthers() {
        left = true;
    }

    /** What a signal does for now. */
    record Hook(Thread thread) implements AutoCloseable {
        @Override
        public void close() {
            try {
                Runtime.getRuntime().removeShutdownHook(thread);
            } catch (IllegalStateException e) {
                // The process is ending: the hook runs, and ends it or waits for the command to finish.
                return;
            }
        }
    }

    private static void stop(Interruption interruption) {
        if (left || FINISHED.getCount() == 0) {
            return;
        }
        System.err.println("\nplumb: stopping; the running statement is cancelled, and what it left is cleaned up");
        try {
            if (!requestUntilFinished(interruption)) {
                System.err.println("plumb: the server did not stop in time; plumb status tells where it stands");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }

    private static boolean requestUntilFinished(Interruption interruption) throws InterruptedException {
        for (long second = 0; second < PATIENCE.toSeconds(); second++) {
            try {
                // Again and again: a cancel that overtakes its statement is lost.
                interruption.request();
            } catch (SQLException e) {
                // The connection is gone: the server rolls back by itself.
                System.err.println(Printable.of("plumb: could not cancel the statement: " + e.getMessage()));
            }
            if (FINISHED.await(1, TimeUnit.SECONDS)) {
                return true;
            }
        }
        return false;
    }

    /** Waits for a command that is about to finish; returns what it ends with. */
    static int awaitExitCode() {
        try {
            if (!FINISHED.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println(
                        "plumb: what was begun to be written did not end in time; look which files are there");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return exitCode;
    }

    /** Ends the process after the work is done. */
    static void exit(int code) {
        exitCode = code;
        FINISHED.countDown();
        System.exit(code);
    }
}
