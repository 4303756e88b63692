package dev.plumbline;

import java.util.Locale;

/** How much a {@link Finding} matters. */
public enum Severity {
    /** It blocks those who use the database, breaks them, loses data, or fails. */
    ERROR,
    /** It may. */
    WARNING,
    /** A matter of taste, or of later. */
    INFO;

    /** Such as {@code error}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
