package dev.plumbline.sql;

import java.util.ArrayList;
import java.util.List;

/** The lexical elements of a statement, read from left to right as far as they are asked for. Not thread-safe. */
public final class Tokens {
    private final Lexer lexer;
    private final List<Token> read = new ArrayList<>();

    Tokens(String statement) {
        lexer = new Lexer(statement, (start, end) -> {}, (id, start) -> {});
    }

    /** Whether there are more than {@code index} of them. */
    public boolean has(int index) {
        while (read.size() <= index && lexer.advance()) {
            read.add(lexer.token());
        }
        return index < read.size();
    }

    /**
     * One of them.
     *
     * @param index from 0
     * @throws IndexOutOfBoundsException where {@link #has} says no
     */
    public Token get(int index) {
        return has(index) ? read.get(index) : read.get(read.size());
    }

    /** All of them: for a statement of many megabytes some hundred of these. */
    public List<Token> all() {
        has(Integer.MAX_VALUE - 1);
        return List.copyOf(read);
    }

    /** Whether one of them is that key word or unquoted name; case does not count. */
    public boolean contain(String word) {
        for (int i = 0; has(i); i++) {
            if (read.get(i).is(word)) {
                return true;
            }
        }
        return false;
    }
}
