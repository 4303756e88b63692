package dev.plumbline.rehearse;

import java.time.Duration;
import java.util.Optional;

/**
 * What a rehearsal is held to; empty for no limit.
 *
 * @param exclusiveLock how long one lock may keep readers and writers out of a table
 * @param window        how long applying all of it may take
 * @param rollback      how long rolling all of it back may take
 */
public record Limits(Optional<Duration> exclusiveLock, Optional<Duration> window, Optional<Duration> rollback) {
    /** Whether a time is over a limit. */
    static boolean isOver(Duration time, Optional<Duration> limit) {
        return limit.filter(it -> time.compareTo(it) > 0).isPresent();
    }
}
