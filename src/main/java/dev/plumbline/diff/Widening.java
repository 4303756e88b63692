package dev.plumbline.diff;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes of a column's type after which every value is what it was, or that are refused (PostgreSQL 18 manual, chapter 8). */
final class Widening {
    private static final Pattern TYPE =
            Pattern.compile("([a-z ]+?)(?:\\((\\d+)(?:,(-?\\d+))?\\))?( with(?:out)? time zone)?");
    private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");

    private Widening() {}

    /**
     * Whether no value can be lost or altered; both as {@code format_type} writes them. A whole number that is out of range is
     * refused, and nothing changes. A text that is too long is too, but for the blanks at its end, which go.
     */
    static boolean isLossless(String from, String to) {
        if (from.equals(to)) {
            return true;
        }
        if (from.endsWith("[]") && to.endsWith("[]")) {
            return isLossless(from.substring(0, from.length() - 2), to.substring(0, to.length() - 2));
        }
        if (to.equals("text") || to.equals("character varying")) {
            // What a value is written as can be read again, but for the blanks at the end of a padded one.
            return !from.startsWith("character(") && !from.equals("character");
        }
        Matcher was = TYPE.matcher(from);
        Matcher is = TYPE.matcher(to);
        if (!was.matches() || !is.matches()) {
            return false;
        }
        String a = was.group(1);
        String b = is.group(1);
        if (INTEGERS.contains(a)) {
            return INTEGERS.contains(b) || (b.equals("numeric") && number(is, 3) >= 0);
        }
        return switch (a) {
            case "real" -> b.equals("double precision");
            case "character varying" -> b.equals(a) && number(was, 2) <= number(is, 2);
            case "numeric" ->
                (b.equals(a) && is.group(2) == null)
                        || (was.group(2) != null
                                && (b.equals(a) || INTEGERS.contains(b))
                                && number(is, 3) >= number(was, 3));
            case "bit varying" -> b.equals(a) && (is.group(2) == null || number(was, 2) <= number(is, 2));
            case "cidr" -> b.equals("inet");
            case "timestamp", "time" -> b.equals(a) && sameZone(was, is) && precision(was) <= precision(is);
            default -> false;
        };
    }

    private static boolean sameZone(Matcher was, Matcher is) {
        return String.valueOf(was.group(4)).equals(String.valueOf(is.group(4)));
    }

    private static int precision(Matcher type) {
        return type.group(2) == null ? 6 : number(type, 2);
    }

    /** A length or scale; where there is none, a length is beyond all numbers and a scale is 0. */
    private static int number(Matcher type, int group) {
        String digits = type.group(group);
        if (digits != null) {
            return Integer.parseInt(digits);
        }
        return group == 2 ? Integer.MAX_VALUE : 0;
    }
}
