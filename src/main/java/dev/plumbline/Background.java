package dev.plumbline;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Work that goes on beside the caller's. It does not keep the process from ending where the caller fails.
 *
 * @param <T> what comes of it
 */
public final class Background<T> {
    private final String what;
    private final FutureTask<T> task;

    private Background(String what, FutureTask<T> task) {
        this.what = what;
        this.task = task;
    }

    /**
     * Begins it.
     *
     * @param what names it where it is interrupted, such as {@code reading a database}
     */
    public static <T> Background<T> start(String what, Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread.ofPlatform().daemon().name(what).start(task);
        return new Background<>(what, task);
    }

    /** Waits for its end; what it threw is thrown here. */
    public T result() {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new IllegalStateException(what + " failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + what, e);
        }
    }
}
