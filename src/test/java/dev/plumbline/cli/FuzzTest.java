package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FuzzBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever bytes a user's files hold, a result or a problem comes out, and soon. Each attempt has a seed of its own, which a failure
 * prints: {@code make fuzz SEED=…} repeats that one.
 */
@Tag("database")
class FuzzTest {
    /** Nothing that is read takes a hundredth of it, even on a busy machine. */
    private static final Duration HANGS = Duration.ofMinutes(2);

    private static final long LONG_SECONDS = Long.getLong("fuzz.seconds", 60);
    private static final long SHORT_SECONDS = 5;

    @TempDir
    private Path top;

    private final Map<FuzzTarget, Integer> attempts = new EnumMap<>(FuzzTarget.class);

    @Test
    void forSeconds() throws IOException, InterruptedException {
        fuzz(SHORT_SECONDS);
    }

    @Test
    @Tag("long")
    void forAMinute() throws IOException, InterruptedException {
        fuzz(LONG_SECONDS);
    }

    private void fuzz(long seconds) throws IOException, InterruptedException {
        FuzzBytes corpus = FuzzBytes.ofProject();
        FuzzGround ground = new FuzzGround(top);
        String only = System.getProperty("fuzz.seed", "");
        long seed = only.isEmpty() ? new Random().nextLong() : Long.parseLong(only);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        try (ExecutorService worker =
                Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory())) {
            if (!only.isEmpty()) {
                attempt(worker, corpus, ground, seed);
                return;
            }
            for (FuzzTarget target : FuzzTarget.values()) {
                // At least once each, also where the machine is slow.
                while (FuzzTarget.of(new Random(seed)) != target) {
                    seed++;
                }
                attempt(worker, corpus, ground, seed++);
            }
            while (System.nanoTime() < end) {
                attempt(worker, corpus, ground, seed++);
            }
        }
        System.out.println("fuzz: " + attempts);
    }

    /** The seed alone decides what is tried. */
    private void attempt(ExecutorService worker, FuzzBytes corpus, FuzzGround ground, long seed)
            throws InterruptedException {
        Random random = new Random(seed);
        FuzzTarget target = FuzzTarget.of(random);
        attempts.merge(target, 1, Integer::sum);
        StringBuilder tried = new StringBuilder();
        Thread[] thread = new Thread[1];
        Future<?> work = worker.submit(() -> {
            thread[0] = Thread.currentThread();
            target.attempt(random, corpus, ground, tried);
            return null;
        });
        String label = "make fuzz SEED=" + seed + " (" + target + ")";
        try {
            work.get(HANGS.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            AssertionError hangs = new AssertionError(label + " does not end:\n" + tried, e);
            hangs.setStackTrace(thread[0].getStackTrace());
            throw hangs;
        } catch (ExecutionException e) {
            throw new AssertionError(label + ":\n" + tried, e.getCause());
        }
        assertThat(tried).as(label).isNotEmpty();
    }
}
