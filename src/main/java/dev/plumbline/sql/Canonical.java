package dev.plumbline.sql;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Checksums that change when a migration does, and not when it is laid out anew: comments, blanks, line ends and the case of
 * unquoted words do not count; literals, quoted names, function bodies, COPY rows and {@code plumb:} directives do, and so
 * does a directive's place among the statements.
 *
 * <p>What is hashed is a sequence of fields, each a tag, a length and its characters, so that no two sequences of tokens
 * give the same bytes.
 */
public final class Canonical {
    /** Of the way checksums are made; stored beside them, raised when the same file gets another one. */
    public static final int VERSION = 1;

    private static final int STATEMENT = -1;
    private static final int ROWS = -2;
    private static final int DIRECTIVE = -3;

    private final MessageDigest digest;
    private final byte[] buffer = new byte[8192];
    private int used;

    private Canonical() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** SHA-256 of a whole file, 64 hexadecimal digits. */
    public static String checksum(Script script) {
        Canonical canonical = new Canonical();
        List<Directive> directives = script.directives();
        int next = 0;
        for (Statement statement : script.statements()) {
            int start = statement.start().offset();
            while (next < directives.size() && directives.get(next).at().offset() < start) {
                canonical.add(directives.get(next++));
            }
            canonical.add(statement);
        }
        while (next < directives.size()) {
            canonical.add(directives.get(next++));
        }
        return canonical.hex();
    }

    /** The first 16 hexadecimal digits of the SHA-256 of one statement and its COPY rows; its place does not count. */
    public static String checksum(Statement statement) {
        Canonical canonical = new Canonical();
        canonical.add(statement);
        return canonical.hex().substring(0, 16);
    }

    private void add(Statement statement) {
        field(STATEMENT, "");
        for (Token token : statement.tokens()) {
            field(tag(token.kind()), canonical(token));
        }
        statement.copyData().ifPresent(rows -> field(ROWS, lineFeeds(rows)));
    }

    private void add(Directive directive) {
        field(DIRECTIVE, directive.name());
        field(DIRECTIVE, directive.argument());
    }

    /** Fixed numbers: a checksum must outlive a change in the order of the enum. */
    private static int tag(Token.Kind kind) {
        return switch (kind) {
            case WORD -> 1;
            case QUOTED_IDENTIFIER -> 2;
            case STRING -> 3;
            case DOLLAR_STRING -> 4;
            case NUMBER -> 5;
            case PARAMETER -> 6;
            case OPERATOR -> 7;
            case PUNCTUATION -> 8;
        };
    }

    private static String canonical(Token token) {
        return switch (token.kind()) {
            case WORD -> Ascii.lower(token.text());
            case STRING -> lineFeeds(Strings.canonical(token.text()));
            case QUOTED_IDENTIFIER, DOLLAR_STRING -> lineFeeds(token.text());
            case NUMBER, PARAMETER, OPERATOR, PUNCTUATION -> token.text();
        };
    }

    private static String lineFeeds(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n");
    }

    private void field(int tag, String text) {
        put(tag);
        int length = text.length();
        put(length >>> 24);
        put(length >>> 16);
        put(length >>> 8);
        put(length);
        for (int i = 0; i < length; i++) {
            put(text.charAt(i) >>> 8);
            put(text.charAt(i));
        }
    }

    private void put(int lowByte) {
        if (used == buffer.length) {
            digest.update(buffer, 0, used);
            used = 0;
        }
        buffer[used++] = (byte) lowByte;
    }

    private String hex() {
        digest.update(buffer, 0, used);
        return HexFormat.of().formatHex(digest.digest());
    }
}
