package dev.plumbline.sql;

/**
 * A place in a file, as editors count.
 *
 * @param offset UTF-16 units before it in the decoded file, without a byte order mark
 * @param line   from 1; LF, CRLF and a lone CR end a line
 * @param column from 1, in code points
 */
public record Position(int offset, int line, int column) {
    public Position {
        if (offset < 0 || line < 1 || column < 1) {
            throw new IllegalArgumentException("no such position: " + offset + ", " + line + ":" + column);
        }
    }
}
