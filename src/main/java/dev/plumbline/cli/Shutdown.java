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

    private Shutdown() {}

    /** A registered hook; closing it lets signals end the process as usual. */
    interface Handle extends AutoCloseable {
        @Override
        void close();
    }

    /** Until the handle is closed, a signal asks {@code interruption} to stop the work. */
    static Handle interrupts(Interruption interruption) {
        Thread hook = new Thread(() -> stop(interruption), "plumb-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> {
            // Once the process is ending the hook runs, and cannot be taken back.
            if (!interruption.requested()) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        };
    }

    private static void stop(Interruption interruption) {
        if (FINISHED.getCount() == 0) {
            return;
        }
        try {
            interruption.request();
        } catch (SQLException e) {
            // The connection is gone: the server rolls back by itself.
            System.err.println("plumb: could not cancel the statement: " + e.getMessage());
        }
        try {
            if (!FINISHED.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("plumb: the server did not stop in time; plumb status tells where it stands");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ProblemId.INTERRUPTED.kind().exitCode());
    }

    /** Ends the process after the work is done. */
    static void exit(int exitCode) {
        FINISHED.countDown();
        System.exit(exitCode);
    }
}
