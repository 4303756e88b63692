package dev.plumbline.sql.grammar;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Parses SQL as PostgreSQL 18 does. Making one takes a good part of a second, so that whoever has many texts makes one and keeps it.
 * Not thread-safe.
 */
public final class Grammar {
    /** The version whose grammar this is. */
    public static final int MAJOR = 18;

    private final ParserMemory parser = new ParserMemory();

    /**
     * Parses a text.
     *
     * @return its statements, in order
     * @throws SyntaxError where it is none
     */
    public List<Tree> parse(String sql) throws SyntaxError {
        int nul = sql.indexOf('\0');
        if (nul >= 0) {
            throw new SyntaxError("invalid byte sequence: 0x00", nul);
        }
        ParserMemory.Answer answer = parser.parse(sql);
        if (answer.tree().isEmpty()) {
            int characters = Math.clamp(answer.cursor() - 1L, 0, sql.codePointCount(0, sql.length()));
            throw new SyntaxError(answer.message(), sql.offsetByCodePoints(0, characters));
        }
        Tree tree = TreeReader.read(answer.tree());
        return (isAscii(sql) ? tree : tree.located(utf16(sql)))
                .list("stmts").stream().map(it -> it.child("stmt")).toList();
    }

    /** Parses one statement. */
    public Tree parseOne(String sql) throws SyntaxError {
        List<Tree> all = parse(sql);
        return all.isEmpty() ? Tree.NONE : all.getFirst();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    /** PostgreSQL counts bytes. */
    private static LongUnaryOperator utf16(String text) {
        int[] units = new int[text.getBytes(StandardCharsets.UTF_8).length + 1];
        int bytes = 0;
        for (int unit = 0; unit < text.length(); unit += Character.charCount(text.codePointAt(unit))) {
            units[bytes] = unit;
            bytes += utf8Length(text.codePointAt(unit));
        }
        units[bytes] = text.length();
        return at -> units[(int) Math.min(at, units.length - 1L)];
    }

    private static int utf8Length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}
