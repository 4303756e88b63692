package dev.plumbline.migrate.layout;

import java.nio.file.Path;

/**
 * A file that {@code plumb new} is to write.
 *
 * @param path below the migration directory
 */
public record NewFile(Path path, String content) {
    /** What a script to apply holds until somebody writes into it. */
    public static final String UP = "-- Write the SQL of this migration here.\n";

    static final String DOWN = "-- Write the SQL that undoes this migration here.\n";
}
