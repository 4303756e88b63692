package dev.plumbline.sql;

/** The character classes of PostgreSQL 18's {@code scan.l}. */
final class Characters {
    private static final byte BLANK = 1;
    private static final byte DIGIT = 2;
    private static final byte LETTER = 4;
    private static final byte DOLLAR = 8;
    private static final byte OPERATOR = 16;

    /** A table, since these questions are asked of every character while the JVM still interprets. */
    private static final byte[] CLASSES = new byte[0x80];

    static {
        mark(" \t\n\u000b\f\r", BLANK);
        mark("0123456789", DIGIT);
        mark("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", LETTER);
        mark("$", DOLLAR);
        mark("~!@#^&|`?+-*/%<>=", OPERATOR);
    }

    private Characters() {}

    static boolean isBlank(char c) {
        return c < 0x80 && (CLASSES[c] & BLANK) != 0;
    }

    static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    static boolean isDigit(char c) {
        return c < 0x80 && (CLASSES[c] & DIGIT) != 0;
    }

    static boolean startsIdentifier(char c) {
        return c >= 0x80 || (CLASSES[c] & LETTER) != 0;
    }

    static boolean continuesIdentifier(char c) {
        return c >= 0x80 || (CLASSES[c] & (LETTER | DIGIT | DOLLAR)) != 0;
    }

    static boolean isOperator(char c) {
        return c < 0x80 && (CLASSES[c] & OPERATOR) != 0;
    }

    static int identifierEnd(String text, int from) {
        int i = from;
        while (i < text.length() && continuesIdentifier(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** The line end after an offset, or the end of the text. */
    static int lineEnd(String text, int from) {
        int i = from;
        while (i < text.length() && !isLineEnd(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static void mark(String characters, byte flag) {
        for (int i = 0; i < characters.length(); i++) {
            CLASSES[characters.charAt(i)] |= flag;
        }
    }
}
