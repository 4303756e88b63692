package dev.plumbline.migrate;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to stand aside before trying again: doubling from half a second to half a minute, each time with jitter. */
final class Backoff {
    private static final long FIRST_MILLIS = 500;
    private static final long LONGEST_MILLIS = 30_000;

    private final int retries;
    private int attempt = 1;

    Backoff(int retries) {
        this.retries = retries;
    }

    /** Whether another attempt is left; counts it. */
    boolean again() {
        if (attempt > retries) {
            return false;
        }
        attempt++;
        return true;
    }

    /** The number of the attempt that runs, or that comes next once it is counted; 1-based. */
    int attempt() {
        return attempt;
    }

    int attempts() {
        return retries + 1;
    }

    Duration pause() {
        long full = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(attempt - 2, 10));
        return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }
}
