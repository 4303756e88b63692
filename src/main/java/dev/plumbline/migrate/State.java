package dev.plumbline.migrate;

import java.util.Locale;

/** Where a migration stands in a database. */
public enum State {
    APPLIED,
    PENDING,
    /** Some of its steps are committed, others not; or one was begun and its end is unknown. */
    PARTIAL,
    /** The last try failed and left nothing behind. */
    FAILED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
