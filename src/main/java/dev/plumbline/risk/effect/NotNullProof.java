package dev.plumbline.risk.effect;

import java.util.Locale;
import java.util.regex.Pattern;

/** Whether a check proves that a column is not NULL, as {@code NotNullImpliedByRelConstraints} (PostgreSQL 18) does in the plainest case. */
final class NotNullProof {
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")*)\"");

    private NotNullProof() {}

    /** {@code expression} is a check as PostgreSQL writes it, or the text of its expression. */
    static boolean proves(String expression, String column) {
        String text = expression
                .strip()
                .replaceFirst("(?i)^CHECK ", "")
                .replaceFirst("(?i)( NO INHERIT| NOT VALID| NOT ENFORCED)+$", "");
        return conjuncts(text, column);
    }

    private static boolean conjuncts(String text, String column) {
        String inner = unwrapped(text.strip());
        int depth = 0;
        boolean quoted = false;
        int from = 0;
        boolean any = false;
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')') {
                depth--;
            } else if (!quoted && depth == 0 && inner.regionMatches(true, i, " and ", 0, 5)) {
                any |= isNotNull(inner.substring(from, i), column);
                from = i + 5;
            } else if (!quoted && depth == 0 && inner.regionMatches(true, i, " or ", 0, 4)) {
                return false;
            }
        }
        return any || (from == 0 ? isNotNull(inner, column) : isNotNull(inner.substring(from), column));
    }

    private static boolean isNotNull(String text, String column) {
        String inner = unwrapped(text.strip());
        if (!inner.equals(text.strip())) {
            return conjuncts(inner, column);
        }
        if (!inner.toLowerCase(Locale.ROOT).endsWith(" is not null")) {
            return false;
        }
        String name =
                inner.substring(0, inner.length() - " is not null".length()).strip();
        String unwrapped = unwrapped(name);
        String raw = QUOTED.matcher(unwrapped).matches()
                ? unwrapped.substring(1, unwrapped.length() - 1).replace("\"\"", "\"")
                : unwrapped;
        return raw.equals(column);
    }

    /** Without a pair of parentheses around all of it. */
    private static String unwrapped(String text) {
        String inner = text;
        while (inner.startsWith("(") && closes(inner) == inner.length() - 1) {
            inner = inner.substring(1, inner.length() - 1).strip();
        }
        return inner;
    }

    private static int closes(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
