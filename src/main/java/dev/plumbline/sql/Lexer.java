package dev.plumbline.sql;

import dev.plumbline.ProblemId;

/**
 * Cuts SQL into tokens by the rules of PostgreSQL 18's {@code scan.l} and psql's {@code psqlscan.l}, with
 * {@code standard_conforming_strings} on. A cursor: {@link #advance()} moves it, the other methods describe the token it is
 * on.
 *
 * <p>Every character from U+0080 on belongs to identifiers, a non-breaking space too: the server reads bytes and takes each
 * of 0x80 or more as a letter.
 */
final class Lexer {
    /** Told of each comment outside of a token; {@code end} is after its last character, its line end not included. */
    interface Comments {
        void comment(int start, int end);
    }

    /** Told what begins at {@code start} and never ends; when it returns, the lexer takes the text's end for the end. */
    interface Unfinished {
        void unfinished(ProblemId id, int start);
    }

    private final String text;
    private final Comments comments;
    private final Unfinished unfinished;
    private Token.Kind kind = Token.Kind.PUNCTUATION;
    private int start;
    private int end;

    Lexer(String text, Comments comments, Unfinished unfinished) {
        this.text = text;
        this.comments = comments;
        this.unfinished = unfinished;
    }

    /** Moves to the next token; false at the end of the text. */
    boolean advance() {
        start = skipBlanks(end);
        if (start == text.length()) {
            end = start;
            return false;
        }
        scan(text.charAt(start));
        return true;
    }

    /** Continues at an offset, as if what lies before it were blank. */
    void seek(int offset) {
        end = offset;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Whether the cursor is on this character, outside of any quotes. */
    boolean on(char punctuation) {
        return kind == Token.Kind.PUNCTUATION && text.charAt(start) == punctuation;
    }

    /** Whether it is on this key word or unquoted name, given in lower case. */
    boolean onWord(String word) {
        if (kind != Token.Kind.WORD || end - start != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (Ascii.lower(text.charAt(start + i)) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    Token.Kind kind() {
        return kind;
    }

    /** A word in lower case, or a punctuation mark; a quote for anything else, which is neither. */
    String word() {
        return switch (kind) {
            case WORD -> Ascii.lower(text.substring(start, end));
            case PUNCTUATION -> text.substring(start, end);
            case QUOTED_IDENTIFIER, STRING, DOLLAR_STRING, NUMBER, PARAMETER, OPERATOR -> "'";
        };
    }

    Token token() {
        return new Token(kind, start, end, text.substring(start, end));
    }

    private void scan(char c) {
        switch (c) {
            case '\'' -> found(Token.Kind.STRING, string(start, false));
            case '"' -> found(Token.Kind.QUOTED_IDENTIFIER, quotedIdentifier(start));
            case '$' -> dollar();
            default -> {
                if (Characters.startsIdentifier(c)) {
                    wordOrPrefix(c);
                } else if (Characters.isDigit(c) || (c == '.' && Characters.isDigit(at(start + 1)))) {
                    found(Token.Kind.NUMBER, Numbers.end(text, start));
                } else if (Characters.isOperator(c)) {
                    found(Token.Kind.OPERATOR, Operators.end(text, start));
                } else if (isPair(c, at(start + 1))) {
                    found(Token.Kind.OPERATOR, start + 2);
                } else {
                    found(Token.Kind.PUNCTUATION, start + 1);
                }
            }
        }
    }

    private static boolean isPair(char c, char next) {
        return switch (c) {
            case ':' -> next == ':' || next == '=';
            case '.' -> next == '.';
            default -> false;
        };
    }

    private void found(Token.Kind kind, int end) {
        this.kind = kind;
        this.end = end;
    }

    private void wordOrPrefix(char c) {
        char lower = Ascii.lower(c);
        char next = at(start + 1);
        if (next == '\'' && (lower == 'e' || lower == 'b' || lower == 'x' || lower == 'n')) {
            found(Token.Kind.STRING, string(start + 1, lower == 'e'));
        } else if (lower == 'u' && next == '&' && at(start + 2) == '\'') {
            found(Token.Kind.STRING, string(start + 2, false));
        } else if (lower == 'u' && next == '&' && at(start + 2) == '"') {
            found(Token.Kind.QUOTED_IDENTIFIER, quotedIdentifier(start + 2));
        } else {
            found(Token.Kind.WORD, Characters.identifierEnd(text, start));
        }
    }

    private void dollar() {
        int i = start + 1;
        if (Characters.isDigit(at(i))) {
            while (Characters.isDigit(at(i))) {
                i++;
            }
            found(Token.Kind.PARAMETER, Characters.startsIdentifier(at(i)) ? Characters.identifierEnd(text, i) : i);
            return;
        }
        if (Characters.startsIdentifier(at(i))) {
            while (Characters.continuesIdentifier(at(i)) && at(i) != '$') {
                i++;
            }
        }
        if (at(i) != '$') {
            found(Token.Kind.PUNCTUATION, start + 1);
            return;
        }
        String delimiter = text.substring(start, i + 1);
        int close = text.indexOf(delimiter, i + 1);
        if (close < 0) {
            unfinished.unfinished(ProblemId.UNTERMINATED_DOLLAR_QUOTE, start);
            close = text.length() - delimiter.length();
        }
        found(Token.Kind.DOLLAR_STRING, close + delimiter.length());
    }

    private int quotedIdentifier(int quote) {
        int i = quote + 1;
        while (true) {
            i = text.indexOf('"', i);
            if (i < 0) {
                unfinished.unfinished(ProblemId.UNTERMINATED_IDENTIFIER, start);
                return text.length();
            }
            if (at(i + 1) != '"') {
                return i + 1;
            }
            i += 2;
        }
    }

    /** The end of a string with all its continuations. */
    private int string(int quote, boolean escapes) {
        int part = quote;
        int stop = quote;
        while (part != Strings.NONE) {
            stop = Strings.end(text, part, escapes);
            if (stop == Strings.NONE) {
                unfinished.unfinished(ProblemId.UNTERMINATED_STRING, start);
                return text.length();
            }
            part = Strings.continuation(text, stop);
        }
        return stop;
    }

    private int skipBlanks(int from) {
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            int commentEnd;
            if (Characters.isBlank(c)) {
                i++;
                continue;
            } else if (c == '-' && at(i + 1) == '-') {
                commentEnd = Characters.lineEnd(text, i);
            } else if (c == '/' && at(i + 1) == '*') {
                commentEnd = blockCommentEnd(i);
            } else {
                return i;
            }
            comments.comment(i, commentEnd);
            i = commentEnd;
        }
        return i;
    }

    private int blockCommentEnd(int open) {
        int depth = 1;
        int i = open + 2;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '/' && at(i + 1) == '*') {
                depth++;
                i += 2;
            } else if (c == '*' && at(i + 1) == '/') {
                depth--;
                i += 2;
                if (depth == 0) {
                    return i;
                }
            } else {
                i++;
            }
        }
        unfinished.unfinished(ProblemId.UNTERMINATED_COMMENT, open);
        return text.length();
    }

    /** NUL past the end, which no text holds. */
    private char at(int i) {
        return i < text.length() ? text.charAt(i) : '\0';
    }
}
