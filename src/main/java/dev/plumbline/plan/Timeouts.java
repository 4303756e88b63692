package dev.plumbline.plan;

import java.time.Duration;

/**
 * How long a step may wait and run, where the configuration says nothing else.
 *
 * @param lock      the {@code lock_timeout}; zero for none
 * @param statement the {@code statement_timeout}; zero for none
 */
public record Timeouts(Duration lock, Duration statement) {
    /** In a transaction: whoever waits for its locks in vain makes others queue behind it, and is tried again instead. */
    public static final Timeouts IN_TRANSACTION = new Timeouts(Duration.ofSeconds(4), Duration.ZERO);

    /** Alone: it waits for old transactions without standing in anybody's way. */
    public static final Timeouts ALONE = new Timeouts(Duration.ZERO, Duration.ofHours(1));
}
