package dev.plumbline.source.postgres;

/**
 * What PostgreSQL writes for an expression once it has read its own text. A cast of an array constructor, such as {@code varchar IN
 * (…)} makes, is pushed into its elements when the text is read again (PostgreSQL 18, {@code transformArrayExpr}): without this a
 * constraint would differ from its own copy.
 */
final class Deparsed {
    private static final String OPEN = "(ARRAY[";
    private static final String CLOSE = "])::";

    private final String text;
    private final StringBuilder settled = new StringBuilder();

    private Deparsed(String text) {
        this.text = text;
    }

    /** The text as it would come back. */
    static String settled(String text) {
        return text.contains(OPEN) && text.contains(CLOSE) ? new Deparsed(text).settle() : text;
    }

    private String settle() {
        int copied = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isQuote(c)) {
                i = closing(i);
            } else if (text.startsWith(OPEN, i)) {
                int bracket = i + OPEN.length() - 1;
                int end = matching(bracket);
                int type = end + CLOSE.length();
                int brackets = text.startsWith(CLOSE, end) ? text.indexOf("[]", type) : -1;
                if (brackets >= 0 && isType(type, brackets)) {
                    settled.append(text, copied, i).append("ARRAY[");
                    elements(bracket + 1, end, text.substring(type, brackets));
                    settled.append(']');
                    i = brackets + 1;
                    copied = brackets + 2;
                }
            }
        }
        return settled.append(text, copied, text.length()).toString();
    }

    /** Each element with the cast of all. */
    private void elements(int from, int to, String type) {
        int start = from;
        for (int i = from; i <= to; i++) {
            char c = text.charAt(i);
            if (isQuote(c)) {
                i = closing(i);
            } else if (i < to && (c == '(' || c == '[')) {
                i = matching(i);
            } else if (c == ',' || i == to) {
                settled.append(start == from ? "" : ", ")
                        .append('(')
                        .append(settled(text.substring(start, i).strip()))
                        .append(")::")
                        .append(type);
                start = i + 1;
            }
        }
    }

    /** Whether nothing but a type's name stands there. */
    private boolean isType(int from, int to) {
        return text.substring(from, to).matches("[\\p{L}\\p{N}_ .\"$]+(\\([0-9, ]+\\))?[\\p{L} ]*");
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"';
    }

    /** Where the quotes close; doubled ones open again at once. */
    private int closing(int at) {
        int end = text.indexOf(text.charAt(at), at + 1);
        return end < 0 ? text.length() - 1 : end;
    }

    /** Where the bracket closes that opens there. */
    private int matching(int at) {
        int depth = 0;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isQuote(c)) {
                i = closing(i);
            } else if (c == '(' || c == '[') {
                depth++;
            } else if ((c == ')' || c == ']') && --depth == 0) {
                return i;
            }
        }
        return text.length() - 1;
    }
}
