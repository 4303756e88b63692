package dev.plumbline.lint;

import dev.plumbline.Severity;
import java.util.Locale;

/**
 * Something that migrations should not do. The class is named as its id is, which also names its page under {@code docs/rules}: what it
 * blocks, why, what to write instead, and an example of both.
 */
public interface Rule {
    /** Such as {@code index-blocks-writes} for {@code IndexBlocksWrites}. */
    default String id() {
        return getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    /** How much it matters where the configuration does not say. */
    default Severity severity() {
        return Severity.ERROR;
    }

    /** Whether it is checked where the configuration does not say. */
    default boolean on() {
        return true;
    }

    /** Tells {@code report} what it has against a statement, whatever comes after that. */
    default void check(Subject subject, Report report) {
        // Some rules are about files.
    }

    /** Tells what it has against the file as a whole, once its statements are checked. */
    default void checkFile(Subject.File file, Report report) {
        // Most rules are about statements.
    }
}
