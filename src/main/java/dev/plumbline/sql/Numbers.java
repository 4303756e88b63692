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
            int exponent = at(text, i + 1) == '+' || at(text, i + 1) == '-' ? i + 2 : i + 1;
            if (Characters.isDigit(at(text, exponent))) {
                i = digits(text, exponent);
            }
        }
        return Characters.startsIdentifier(at(text, i)) ? Characters.identifierEnd(text, i) : i;
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
