package dev.plumbline.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The limits of a rehearsal; 0 for none.
 *
 * @param exclusiveLock how long one lock may keep readers and writers out
 * @param window        how long applying may take
 * @param rollback      how long rolling back may take
 */
public record Maximum(Optional<Duration> exclusiveLock, Optional<Duration> window, Optional<Duration> rollback) {}
