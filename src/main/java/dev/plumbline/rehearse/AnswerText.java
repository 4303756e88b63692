package dev.plumbline.rehearse;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Names as {@code --rename} takes them: with dots between, and in double quotes, as in SQL, where a name holds a sign that would
 * part it. Without quotes all is taken to the letter: capitals stay.
 */
final class AnswerText {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_$-]+");

    private AnswerText() {}

    /** A name of these parts, such as a schema, a table and a column. */
    static String of(List<String> parts) {
        return String.join(
                ".", parts.stream().map((String part) -> quoted(part)).toList());
    }

    private static String quoted(String part) {
        return PLAIN.matcher(part).matches() ? part : "\"" + part.replace("\"", "\"\"") + "\"";
    }

    /** Whether a text means the name of these parts. */
    static boolean means(String text, List<String> parts) {
        return String.join(".", parts).equals(text) || parts(text).equals(parts);
    }

    /** Where the first = outside of quotes is, or -1. */
    static int separator(String text) {
        return next(text, 0, "=");
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int dot = next(text, 0, "."); dot >= 0; dot = next(text, from, ".")) {
            parts.add(unquoted(text.substring(from, dot)));
            from = dot + 1;
        }
        parts.add(unquoted(text.substring(from)));
        return parts;
    }

    private static String unquoted(String part) {
        String name = part.strip();
        return name.startsWith("\"") && end(name, 0) == name.length()
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : part;
    }

    /** The next of these signs outside of quotes, which open where a name begins and nowhere else. */
    private static int next(String text, int from, String signs) {
        boolean begins = true;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (signs.indexOf(c) >= 0) {
                return i;
            }
            if (c == '"' && begins && end(text, i) > 0) {
                i = end(text, i) - 1;
            }
            begins = c == '.' || (begins && Character.isWhitespace(c));
        }
        return -1;
    }

    /** Behind the quote that closes the one at {@code open}; -1 where none does. */
    private static int end(String text, int open) {
        for (int i = open + 1; i < text.length(); i++) {
            if (text.charAt(i) == '"') {
                if (!text.startsWith("\"\"", i)) {
                    return i + 1;
                }
                i++;
            }
        }
        return -1;
    }
}
