package dev.plumbline.migrate.layout;

/** When a migration runs. Its identity starts with the kind, so that the ledger tells it also where the file is gone. */
public enum Kind {
    /** Once, in the order of versions. */
    VERSIONED(""),
    /** After all versioned ones, again whenever its text changes (Flyway {@code R__}). */
    REPEATABLE("R:"),
    /** On an empty database only, in place of every version up to its own (Flyway {@code B}). */
    BASELINE("B:");

    private final String prefix;

    Kind(String prefix) {
        this.prefix = prefix;
    }

    /** The kind of the migration that has this {@linkplain Migration#identity() identity}. */
    public static Kind of(String identity) {
        if (identity.startsWith(REPEATABLE.prefix)) {
            return REPEATABLE;
        }
        return identity.startsWith(BASELINE.prefix) ? BASELINE : VERSIONED;
    }

    /** The identity of a migration of this kind that the layout tells apart by {@code key}. */
    String identity(String key) {
        return prefix + key;
    }

    /** What {@link #identity} was made from. */
    String key(String identity) {
        return identity.substring(prefix.length());
    }
}
