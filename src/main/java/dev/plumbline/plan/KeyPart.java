package dev.plumbline.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One key of an index or of an exclusion constraint, as the server writes it: strings and names double their quotes, and there are no
 * comments.
 *
 * @param expression    a column or an expression, with its collation where that is not its own
 * @param operatorClass where it is not the type's own
 * @param operator      of an exclusion constraint, else empty
 */
record KeyPart(String expression, String operatorClass, String operator) {
    private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
    private static final String QUALIFIED = NAME + "(?:\\." + NAME + ")*";
    private static final Pattern NAMED = Pattern.compile(QUALIFIED);
    private static final Pattern REST = Pattern.compile("(?<collation> COLLATE " + QUALIFIED + ")?"
            + "(?: (?!(?:ASC|DESC|NULLS|WITH)\\b)(?<class>" + QUALIFIED + ")(?: ?\\(.*\\))?)?"
            + "(?: ASC| DESC)?(?: NULLS (?:FIRST|LAST))?(?: WITH (?<operator>.+))?");

    /** What such a text says; empty where it is none. */
    static Optional<KeyPart> of(String text) {
        int end = expressionEnd(text);
        Matcher rest = REST.matcher(text.substring(end));
        if (end == 0 || !rest.matches()) {
            return Optional.empty();
        }
        return Optional.of(new KeyPart(
                text.substring(0, end)
                        + Optional.ofNullable(rest.group("collation")).orElse(""),
                Optional.ofNullable(rest.group("class")).orElse(""),
                Optional.ofNullable(rest.group("operator")).orElse("")));
    }

    private static int expressionEnd(String text) {
        Matcher name = NAMED.matcher(text);
        int end = name.lookingAt() ? name.end() : 0;
        return end < text.length() && text.charAt(end) == '(' ? closing(text, end) + 1 : end;
    }

    /** Where the parenthesis is closed that is opened at a place. */
    static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\'') {
                // A doubled quote ends one piece and begins the next.
                i = text.indexOf(c, i + 1);
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("parentheses do not match: " + text);
    }

    /** What stands between commas that are in no parentheses and quotes. */
    static List<String> list(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\'') {
                i = text.indexOf(c, i + 1);
            } else if (c == '(') {
                i = closing(text, i);
            } else if (c == ',') {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }
}
