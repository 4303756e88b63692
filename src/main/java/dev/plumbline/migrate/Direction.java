package dev.plumbline.migrate;

import java.util.Locale;

/** Which script of a migration runs. */
public enum Direction {
    UP,
    DOWN;

    /** As the ledger writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
