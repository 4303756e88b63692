package dev.plumbline.sql;

import dev.plumbline.Excerpt;
import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * The text of an SQL file, which keeps knowing where in the file each of its characters comes from. Immutable.
 */
public final class SourceText {
    private final String file;
    private final String text;
    private final LineIndex lines;
    private final IntUnaryOperator toOriginal;
    private final SecretRanges secrets;

    private SourceText(String file, String text, LineIndex lines, IntUnaryOperator toOriginal, SecretRanges secrets) {
        this.secrets = secrets;
        this.file = file;
        this.text = text;
        this.lines = lines;
        this.toOriginal = toOriginal;
    }

    /**
     * Decodes a file; a UTF-8 byte order mark is dropped.
     *
     * @param file as shown in messages
     * @throws dev.plumbline.ProblemException {@code not-utf8}
     */
    public static SourceText of(String file, byte[] bytes) {
        return of(file, Utf8.decode(file, bytes));
    }

    /** Takes text that is already decoded; a byte order mark at its start is dropped. */
    public static SourceText of(String file, String text) {
        String plain = Utf8.withoutByteOrderMark(text);
        return new SourceText(file, plain, new LineIndex(plain), IntUnaryOperator.identity(), SecretRanges.NONE);
    }

    /** The file's name, as shown in messages. */
    public String file() {
        return file;
    }

    /** The text to split, after expansion. */
    public String text() {
        return text;
    }

    /** Where in the file the character at an offset of {@link #text()} is; for one of a placeholder's value, where that starts. */
    public Position position(int offset) {
        return lines.position(original(offset));
    }

    /** The offset in the file of the character at an offset of {@link #text()}. */
    int original(int offset) {
        return toOriginal.applyAsInt(offset);
    }

    /** As {@link #expand(Map, Set)}, where nothing is secret. */
    public SourceText expand(Map<String, String> placeholders) {
        return expand(placeholders, Set.of());
    }

    /**
     * Replaces {@code ${name}} by its value wherever it stands outside of SQL comments, strings and function bodies
     * included. Names are letters, digits and {@code : . _ -}; their case does not count. Values are not searched again.
     *
     * @param secret names whose values are for the server alone; see {@link Statement#shown}
     * @throws dev.plumbline.ProblemException {@code placeholder-unknown}
     */
    public SourceText expand(Map<String, String> placeholders, Set<String> secret) {
        return expand(new Placeholders(this, placeholders, secret, true));
    }

    /** As {@link #expand}, of secrets alone; a name that is not among them stays as it is. */
    public SourceText expandSecrets(Map<String, String> secrets) {
        return expand(new Placeholders(this, secrets, secrets.keySet(), false));
    }

    private SourceText expand(Placeholders placeholders) {
        if (!text.contains("${")) {
            return this;
        }
        Placeholders.Expanded expanded = placeholders.expand();
        return new SourceText(
                file, expanded.text(), lines, toOriginal.compose(expanded.toSource()), expanded.secrets());
    }

    /** Where the text holds values that nobody is to read. */
    SecretRanges secrets() {
        return secrets;
    }

    /** The line of a position, numbered, and a line with a caret under the position's column. */
    public List<String> excerpt(Position p) {
        Position start = lines.position(p.offset());
        return Excerpt.of(start.line(), lines.line(start.line()), start.column());
    }

    /** A problem of this file at an offset of {@link #text()}, place and excerpt filled in. */
    Problem problem(ProblemId id, String what, int offset) {
        Position p = position(offset);
        return Problem.of(id, what).at(file + ":" + p.line() + ":" + p.column()).excerpt(excerpt(p));
    }
}
