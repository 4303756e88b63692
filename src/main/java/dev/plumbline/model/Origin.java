package dev.plumbline.model;

import java.util.Optional;

/**
 * Where an object was read.
 *
 * @param source what was read, as the user named it: a database without its password, a directory, a file
 * @param place  the statement that last made or changed the object; empty where only a catalog was read
 */
public record Origin(String source, Optional<Place> place) {
    /**
     * A place in a file.
     *
     * @param line   1-based
     * @param column 1-based, in characters
     */
    public record Place(String file, int line, int column) {
        @Override
        public String toString() {
            return file + ":" + line + ":" + column;
        }
    }

    /** An object of a catalog. */
    public static Origin of(String source) {
        return new Origin(source, Optional.empty());
    }

    /** The file and line, or the source where there is none. */
    @Override
    public String toString() {
        return place.map(Place::toString).orElse(source);
    }
}
