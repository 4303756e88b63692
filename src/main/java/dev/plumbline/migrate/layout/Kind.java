package dev.plumbline.migrate.layout;

/** When a migration runs. */
public enum Kind {
    /** Once, in the order of versions. */
    VERSIONED,
    /** After all versioned ones, again whenever its text changes (Flyway {@code R__}). */
    REPEATABLE,
    /** On an empty database only, in place of every version up to its own (Flyway {@code B}). */
    BASELINE
}
