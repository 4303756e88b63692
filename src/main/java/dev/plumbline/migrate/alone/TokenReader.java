package dev.plumbline.migrate.alone;

import dev.plumbline.sql.Statement;
import dev.plumbline.sql.Token;
import dev.plumbline.sql.Tokens;
import java.util.Locale;
import java.util.Optional;

/** Reads a statement's tokens from left to right. */
final class TokenReader {
    /**
     * A name as written, schema and all.
     *
     * @param sql  as SQL, quoted as in the file
     * @param last the last part, raw
     * @param from first token
     * @param to   token after the last
     */
    record Name(String sql, String last, int from, int to) {}

    private final Tokens tokens;
    private int next;

    TokenReader(Statement statement) {
        this.tokens = statement.tokens();
    }

    /** The next token as a lower-case word; empty where it is no word. */
    String word() {
        return tokens.has(next) && tokens.get(next).kind() == Token.Kind.WORD
                ? tokens.get(next).text().toLowerCase(Locale.ROOT)
                : "";
    }

    boolean is(String word) {
        return word().equals(word);
    }

    boolean isSymbol(String symbol) {
        return tokens.has(next) && tokens.get(next).text().equals(symbol);
    }

    boolean take(String word) {
        if (is(word)) {
            next++;
            return true;
        }
        return false;
    }

    boolean takeAll(String... words) {
        int start = next;
        for (String word : words) {
            if (!take(word)) {
                next = start;
                return false;
            }
        }
        return true;
    }

    TokenReader skip(int count) {
        next += count;
        return this;
    }

    int index() {
        return next;
    }

    boolean atEnd() {
        return !tokens.has(next);
    }

    /** Skips a parenthesised list, if one starts here; returns whether {@code word} stands in it. */
    boolean takeParenthesesWith(String word) {
        boolean found = false;
        if (isSymbol("(")) {
            while (!atEnd() && !isSymbol(")")) {
                found |= is(word);
                next++;
            }
            next++;
        }
        return found;
    }

    /** A possibly qualified name. */
    Optional<Name> name() {
        int from = next;
        StringBuilder sql = new StringBuilder();
        String last = "";
        while (tokens.has(next)) {
            Token token = tokens.get(next);
            if (token.kind() != Token.Kind.WORD && token.kind() != Token.Kind.QUOTED_IDENTIFIER) {
                break;
            }
            sql.append(token.text());
            last = token.name();
            next++;
            if (!isSymbol(".")) {
                return Optional.of(new Name(sql.toString(), last, from, next));
            }
            sql.append('.');
            next++;
        }
        return Optional.empty();
    }
}
