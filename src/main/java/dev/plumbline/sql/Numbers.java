package dev.plumbline.sql;

/** Where a number ends. Letters that follow it at once belong to it, as since PostgreSQL 15, where they are an error. */
final class Numbers {
    private Numbers() {}

    static int end(String text, int start) {
        int i = digits(text, start);
        // 1..10 is a range of two whole numbers.
        if (at(text, i) == '.' && !(i > start && at(text, i + 1) == '.')) {
            i = digits(text, i + 1);
        }
        if (Ascii.lower(at(text, i)) == 'e') {
            boolean signed = at(text, i + 1) == '+' || at(text, i + 1) == '-';
            if (signed || Characters.isDigit(at(text, i + 1))) {
                // Also where no digit follows: 1e-- is a broken number and a minus, not a number and a comment.
                i = digits(text, i + 2);
            }
        }
        return junkFollows(text, start, i) ? Characters.identifierEnd(text, i) : i;
    }

    /**
     * A letter or underscore in or after the last digits makes them the start of a name as well, and the lexer takes the
     * longer of the two: in {@code 1e3$$} there is no dollar quote, in {@code 13$$} there is.
     */
    private static boolean junkFollows(String text, int start, int end) {
        if (Characters.startsIdentifier(at(text, end))) {
            return true;
        }
        int i = end - 1;
        while (i > start && Characters.isDigit(text.charAt(i))) {
            i--;
        }
        return Characters.startsIdentifier(text.charAt(i));
    }

    private static int digits(String text, int from) {
        int i = from;
        while (Characters.isDigit(at(text, i)) || (at(text, i) == '_' && Characters.isDigit(at(text, i + 1)))) {
            i++;
        }
        return i;
    }

    private static char at(String text, int i) {
        return i < text.length() ? text.charAt(i) : '\0';
    }
}
