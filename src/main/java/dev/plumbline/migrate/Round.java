package dev.plumbline.migrate;

import dev.plumbline.migrate.layout.Kind;
import dev.plumbline.migrate.layout.Migration;
import java.util.Optional;

/**
 * What a rehearsal does with one migration: applied, rolled back, applied again; without a way back only applied, and a repeatable one
 * applied twice.
 *
 * @param noWayBack why it is not rolled back, such as {@code has no down script}; empty where it is
 */
public record Round(Migration migration, Optional<String> noWayBack) {
    /** Whether it is one that runs again whenever its text changes. */
    public boolean isRepeatable() {
        return migration.kind() == Kind.REPEATABLE;
    }

    /** Whether it is rolled back. */
    public boolean goesBack() {
        return noWayBack.isEmpty();
    }
}
