package dev.plumbline.plan;

import dev.plumbline.diff.Casts;
import dev.plumbline.model.Column;
import dev.plumbline.model.EnumType;
import dev.plumbline.model.Schema;
import dev.plumbline.sql.Identifiers;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is true of the values that a change of a column's type fails on. Where it cannot be said without failing in turn, nothing is: of
 * the types of extensions, whose input may throw, of arrays, and of numbers that a shorter float cannot hold. A text that is too long
 * for its new type is no failure: the casts that plans write cut it off.
 */
final class Unconvertible {
    private static final Pattern LENGTH = Pattern.compile("\\([0-9, -]+\\)");
    private static final Pattern NUMERIC = Pattern.compile("numeric\\((\\d+),(-?\\d+)\\)");

    private static final Set<String> TEXTS = Set.of("text", "character varying", "name");
    private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");
    private static final Set<String> FRACTIONS = Set.of("numeric", "real", "double precision");

    /** The first number above each of {@link #INTEGERS}; below, the same with its sign is the last within. */
    private static final Map<String, String> BEYOND = Map.of(
            "smallint", "32768",
            "integer", "2147483648",
            "bigint", "9223372036854775808");

    /** Types whose input PostgreSQL 16 and later can try, and that a text becomes by it alone. */
    private static final Set<String> READ = Set.of(
            "smallint",
            "integer",
            "bigint",
            "numeric",
            "real",
            "double precision",
            "boolean",
            "date",
            "timestamp without time zone",
            "timestamp with time zone",
            "time without time zone",
            "time with time zone",
            "interval",
            "uuid",
            "json",
            "jsonb",
            "bytea",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8");

    private Unconvertible() {}

    /**
     * The condition on the old column.
     *
     * @param schema what the plan leads to
     */
    static Optional<String> condition(Column from, Column to, Schema schema) {
        String was = LENGTH.matcher(from.type()).replaceAll("");
        String is = LENGTH.matcher(to.type()).replaceAll("");
        String name = Names.quote(from.name());
        if (from.type().endsWith("[]") || to.type().endsWith("[]")) {
            return Optional.empty();
        }
        if (Casts.cutsOff(from.type(), to.type())) {
            return Optional.of(tooLong(name, is, to.type()));
        }
        if (was.equals(is) && !is.equals("numeric")) {
            return Optional.empty();
        }
        if (is.contains(".")) {
            return schema.all(EnumType.class).stream()
                    .filter(type -> Names.sql(type.name()).equals(is))
                    .findFirst()
                    .map(type -> type.labels().isEmpty()
                            ? name + " IS NOT NULL"
                            : name + "::text NOT IN (" + literals(type.labels()) + ")");
        }
        if (READ.contains(is) && (TEXTS.contains(was) || (was.contains(".") && !was.endsWith("[]")))) {
            return schema.serverMajor() < 16
                    ? Optional.empty()
                    : Optional.of(
                            "NOT pg_input_is_valid(" + name + "::text, " + Identifiers.quoteLiteral(to.type()) + ")");
        }
        if (INTEGERS.contains(is) && (INTEGERS.contains(was) || FRACTIONS.contains(was))) {
            return integer(name, was, is);
        }
        Matcher numeric = NUMERIC.matcher(to.type());
        if (numeric.matches() && (INTEGERS.contains(was) || FRACTIONS.contains(was))) {
            int scale = Integer.parseInt(numeric.group(2));
            // What is no number fits any precision.
            return Optional.of("abs(round(" + name + "::numeric, " + scale + ")) >= 1e"
                    + (Integer.parseInt(numeric.group(1)) - scale)
                    + (INTEGERS.contains(was) ? "" : " AND " + name + " <> 'NaN'"));
        }
        return Optional.empty();
    }

    /** Blanks at the end are no part of a text that must fit. */
    private static String tooLong(String name, String is, String type) {
        Matcher length = LENGTH.matcher(type);
        length.find();
        String most = length.group().replaceAll("[()]", "");
        return switch (is) {
            case "bit" -> "bit_length(" + name + ") <> " + most;
            case "bit varying" -> "bit_length(" + name + ") > " + most;
            default -> "char_length(rtrim(" + name + "::text, ' ')) > " + most;
        };
    }

    /** Rounded first, as the cast does: halves of a numeric away from zero, of a float to the even. */
    private static Optional<String> integer(String name, String was, String is) {
        if (INTEGERS.indexOf(was) >= 0 && INTEGERS.indexOf(was) <= INTEGERS.indexOf(is)) {
            return Optional.empty();
        }
        String value = INTEGERS.contains(was)
                ? name
                : "round(" + name + (was.equals("numeric") ? "" : "::double precision") + ")";
        String beyond = BEYOND.getOrDefault(is, "0");
        return Optional.of("(" + value + " < -" + beyond + " OR " + value + " >= " + beyond + ")");
    }

    /** A value of an enum that has lost labels, by way of its text: the type itself may know them, or not any more. */
    static String isLost(Column column, Collection<String> labels) {
        String name = Names.quote(column.name());
        return column.type().endsWith("[]")
                ? name + "::text[] && ARRAY[" + literals(labels) + "]"
                : name + "::text IN (" + literals(labels) + ")";
    }

    private static String literals(Collection<String> labels) {
        return labels.stream().map(Identifiers::quoteLiteral).collect(Collectors.joining(", "));
    }
}
