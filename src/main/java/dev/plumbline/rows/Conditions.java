package dev.plumbline.rows;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a check demands of a row. */
final class Conditions {
    private static final Pattern CHECK =
            Pattern.compile("CHECK \\((.*)\\)(?: NO INHERIT)?(?: NOT VALID)?(?: NOT ENFORCED)?", Pattern.DOTALL);

    private Conditions() {}

    /** The condition of a definition as {@code pg_get_constraintdef} writes it. */
    static String of(String definition) {
        Matcher check = CHECK.matcher(definition);
        return check.matches() ? check.group(1) : "true";
    }
}
