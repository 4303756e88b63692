package dev.plumbline.risk.effect;

import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a column's values stay as they are stored when its type changes: {@code ATColumnChangeRequiresRewrite} and the support
 * functions of the types that take a length (PostgreSQL 18, {@code tablecmds.c}, {@code varchar.c}, {@code numeric.c},
 * {@code varbit.c}, {@code datetime.c}).
 */
final class Retype {
    /** What becomes of the rows. */
    enum Verdict {
        STAYS,
        REWRITES,
        /** It depends on the type that the column has, or on the session's time zone. */
        UNSURE
    }

    private static final Pattern TYPE = Pattern.compile(
            "(?<base>[a-z\" _.0-9]*?[a-z\"_0-9])(?:\\((?<first>\\d+)(?:,(?<second>-?\\d+))?\\))?(?<zone> with(?:out)? time zone)?");

    /** Types that a value is stored in the same way as in the other ({@code pg_cast}, method b). */
    private static final Map<String, Set<String>> SAME_BYTES = Map.ofEntries(
            Map.entry("text", Set.of("character varying", "character", "citext")),
            Map.entry("character varying", Set.of("text", "character", "citext")),
            Map.entry("citext", Set.of("text", "character varying")),
            Map.entry("xml", Set.of("text", "character varying", "character")),
            Map.entry("cidr", Set.of("inet")),
            Map.entry("bit", Set.of("bit varying")),
            Map.entry("bit varying", Set.of("bit")),
            Map.entry("integer", Set.of("oid", "regclass", "regtype", "regproc", "regrole", "regnamespace")),
            Map.entry("oid", Set.of("integer", "regclass", "regtype", "regproc", "regrole", "regnamespace")),
            Map.entry("regclass", Set.of("integer", "oid")),
            Map.entry("regtype", Set.of("integer", "oid")),
            Map.entry("regproc", Set.of("integer", "oid")),
            Map.entry("pg_node_tree", Set.of("text")));

    private static final int MOST_PRECISE = 6;

    private final World world;

    Retype(World world) {
        this.world = world;
    }

    /**
     * What becomes of the rows.
     *
     * @param from  as {@code format_type} writes it; empty where it is not known
     * @param using the expression of {@code USING}; {@link Tree#NONE} where there is none
     */
    Verdict of(String column, String from, String to, Tree using) {
        if (!using.isNone()) {
            return using(column, from, to, using);
        }
        return of(from, to);
    }

    private Verdict using(String column, String from, String to, Tree expression) {
        if (expression.is("ColumnRef")) {
            return expression.names("fields").equals(List.of(column)) ? of(from, to) : Verdict.REWRITES;
        }
        if (expression.is("TypeCast")) {
            String cast = dev.plumbline.risk.Types.format(expression.child("typeName"), world);
            Verdict inner = using(column, from, cast, expression.child("arg"));
            return inner == Verdict.STAYS ? of(cast, to) : inner;
        }
        return Verdict.REWRITES;
    }

    private Verdict of(String from, String to) {
        if (world.domain(to).isPresent() && !isSame(from, to)) {
            World.Domain domain = world.domain(to).get();
            return world.isConstrained(to) ? Verdict.REWRITES : of(from, domain.base());
        }
        if (world.domain(from).isPresent() && !isSame(from, to)) {
            return of(world.domain(from).get().base(), to);
        }
        if (from.isEmpty()) {
            return Verdict.UNSURE;
        }
        if (isSame(from, to)) {
            return Verdict.STAYS;
        }
        Matcher was = TYPE.matcher(from);
        Matcher is = TYPE.matcher(to);
        if (!was.matches() || !is.matches()) {
            // Arrays are converted element by element.
            return Verdict.REWRITES;
        }
        String a = was.group("base");
        String b = is.group("base");
        if (a.equals("timestamp") && b.equals("timestamp") && !zone(was).equals(zone(is))) {
            return precision(was) <= precision(is) ? Verdict.UNSURE : Verdict.REWRITES;
        }
        if (a.equals(b) && zone(was).equals(zone(is))) {
            return fits(a, was, is) ? Verdict.STAYS : Verdict.REWRITES;
        }
        boolean sameBytes = SAME_BYTES.getOrDefault(a, Set.of()).contains(b);
        return sameBytes && isWide(b, is) ? Verdict.STAYS : Verdict.REWRITES;
    }

    /** A type in the schema that names are looked for in has no schema in a statement. */
    private static boolean isSame(String from, String to) {
        return from.equals(to) || from.endsWith("." + to) || to.endsWith("." + from);
    }

    private static String zone(Matcher type) {
        return String.valueOf(type.group("zone"));
    }

    private static int precision(Matcher type) {
        return type.group("first") == null ? MOST_PRECISE : Integer.parseInt(type.group("first"));
    }

    /** Whether no value of another type has to be cut to it. */
    private static boolean isWide(String base, Matcher type) {
        return type.group("first") == null && !base.equals("bit");
    }

    /** Whether every value of a type is one of the same type with another length. */
    private static boolean fits(String base, Matcher was, Matcher is) {
        String wanted = is.group("first");
        String had = was.group("first");
        return switch (base) {
            case "character varying", "bit varying" ->
                wanted == null || (had != null && Integer.parseInt(had) <= Integer.parseInt(wanted));
            case "numeric" ->
                wanted == null
                        || (had != null
                                && is.group("second").equals(was.group("second"))
                                && Integer.parseInt(had) <= Integer.parseInt(wanted));
            case "timestamp", "time" -> precision(was) <= precision(is);
            case "interval" -> wanted == null || (had != null && precision(was) <= precision(is));
            case "character" -> wanted == null;
            default -> wanted == null && had == null;
        };
    }
}
