package dev.plumbline.sql;

/** Where {@code '…'} strings end and go on, and what of them counts. */
final class Strings {
    static final int NONE = -1;

    private Strings() {}

    /**
     * A string token with its prefix in lower case, and one line feed for whatever stands between its continued parts: a
     * comment or more blanks there mean nothing.
     */
    static String canonical(String token) {
        int quote = token.indexOf('\'');
        boolean escapes = Ascii.lower(token.charAt(0)) == 'e';
        StringBuilder out = new StringBuilder(token.length()).append(Ascii.lower(token.substring(0, quote)));
        int from = quote;
        while (from != NONE) {
            int end = end(token, from, escapes);
            out.append(token, from, end);
            from = continuation(token, end);
            if (from != NONE) {
                out.append('\n');
            }
        }
        return out.toString();
    }

    /** The offset after the quote that ends the part which starts at a quote, or {@link #NONE}. */
    static int end(String text, int quote, boolean escapes) {
        return escapes ? escapeEnd(text, quote) : plainEnd(text, quote);
    }

    private static int plainEnd(String text, int quote) {
        int i = text.indexOf('\'', quote + 1);
        while (i >= 0 && text.startsWith("'", i + 1)) {
            i = text.indexOf('\'', i + 2);
        }
        return i < 0 ? NONE : i + 1;
    }

    private static int escapeEnd(String text, int quote) {
        int i = quote + 1;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\') {
                i += 2;
            } else if (c != '\'') {
                i++;
            } else if (text.startsWith("'", i + 1)) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        return NONE;
    }

    /**
     * The quote that continues a string which ended at an offset: behind blanks and line comments with at least one line end
     * (PostgreSQL 18 manual, 4.1.2.1).
     */
    static int continuation(String text, int from) {
        boolean newline = false;
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (Characters.isBlank(c)) {
                newline |= Characters.isLineEnd(c);
                i++;
            } else if (text.startsWith("--", i)) {
                i = Characters.lineEnd(text, i);
            } else {
                return c == '\'' && newline ? i : NONE;
            }
        }
        return NONE;
    }
}
