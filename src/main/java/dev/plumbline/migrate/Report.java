package dev.plumbline.migrate;

import dev.plumbline.db.HeldLocks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a run of {@code apply} or {@code rollback} did.
 *
 * @param done          in the order run
 * @param schemaVersion of the newest applied migration afterwards
 * @param pending       how many are still to be applied
 */
public record Report(
        Direction direction, List<Done> done, Optional<String> schemaVersion, int pending, Duration duration) {

    /** One migration that was run. */
    public record Done(String version, String slug, int statements, Duration duration, List<HeldLocks.Held> locks) {}

    public Report {
        done = List.copyOf(done);
    }
}
