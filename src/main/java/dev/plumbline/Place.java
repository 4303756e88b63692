package dev.plumbline;

/**
 * Where a {@link Finding} was seen.
 *
 * @param layer  the role of what it was seen in, such as {@code migration}
 * @param file   as the user would type it; empty for a database
 * @param line   from 1; 0 where the whole file is meant
 * @param column from 1, in code points
 * @param end    the column after the last character that is meant, on the same line
 * @param object such as {@code users}, {@code users.email}, or the name of an index; may be empty
 */
public record Place(String layer, String file, int line, int column, int end, String object) {
    /** As messages write it: {@code file:line:column}. */
    public String shown() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
