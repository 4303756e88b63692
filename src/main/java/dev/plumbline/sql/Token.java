package dev.plumbline.sql;

import java.util.Locale;

/**
 * A lexical element of a statement, cut where PostgreSQL 18's lexer cuts.
 *
 * @param start offset of its first character in {@link Statement#text()}
 * @param end   offset after its last character
 * @param text  as written, quotes and prefix included
 */
public record Token(Kind kind, int start, int end, String text) {
    /** What an element is, before any grammar. */
    public enum Kind {
        /** An unquoted name or key word. */
        WORD,
        /** {@code "…"} or {@code U&"…"}. */
        QUOTED_IDENTIFIER,
        /** {@code '…'} with any prefix, together with its continuations on later lines. */
        STRING,
        /** {@code $tag$…$tag$}. */
        DOLLAR_STRING,
        NUMBER,
        /** {@code $1}. */
        PARAMETER,
        OPERATOR,
        /** One of {@code ( ) [ ] , ; . :}, or a character that means nothing in SQL. */
        PUNCTUATION
    }

    /** The name that a word or a quoted identifier stands for, as the catalog holds it. */
    public String name() {
        return kind == Kind.QUOTED_IDENTIFIER
                ? text.substring(text.indexOf('"') + 1, text.length() - 1).replace("\"\"", "\"")
                : text.toLowerCase(Locale.ROOT);
    }

    /** Whether this is that key word or unquoted name; case does not count. */
    public boolean is(String word) {
        return kind == Kind.WORD && Ascii.equalIgnoringCase(text, word);
    }
}
