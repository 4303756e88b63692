package dev.plumbline.diff;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** By which casts a value of one built-in type becomes one of another (PostgreSQL 18, {@code pg_cast}). */
public final class Casts {
    private static final Pattern LENGTH = Pattern.compile("\\([0-9, -]+\\)");
    private static final Set<String> TEXTS = Set.of("text", "character varying", "character", "name");
    private static final Set<String> BITS = Set.of("bit", "bit varying");
    private static final Set<String> NUMBERS =
            Set.of("smallint", "integer", "bigint", "real", "double precision", "numeric");

    /** Types any of which becomes any other. */
    private static final List<Set<String>> FAMILIES = List.of(
            NUMBERS,
            BITS,
            Set.of("json", "jsonb"),
            Set.of("inet", "cidr"),
            Set.of("macaddr", "macaddr8"),
            Set.of("boolean", "integer"),
            Set.of("\"char\"", "integer"),
            Set.of("bit", "integer", "bigint"),
            Set.of("oid", "integer", "bigint", "regclass"),
            Set.of("oid", "integer", "bigint", "regproc"),
            Set.of("oid", "integer", "bigint", "regtype"),
            Set.of("money", "numeric"),
            Set.of("date", "timestamp without time zone", "timestamp with time zone"),
            Set.of("time without time zone", "time with time zone"),
            Set.of("time without time zone", "interval"));

    /** What a type becomes beside those of its families, and not the other way round. */
    private static final Map<String, Set<String>> OTHERS = new HashMap<>(Map.of(
            "integer", Set.of("money"),
            "bigint", Set.of("money"),
            "smallint", Set.of("oid", "regclass", "regproc", "regtype"),
            "timestamp without time zone", Set.of("time without time zone"),
            "timestamp with time zone", Set.of("time without time zone", "time with time zone"),
            "jsonb", Set.of("boolean", "smallint", "integer", "bigint", "real", "double precision", "numeric"),
            "point", Set.of("box"),
            "box", Set.of("point", "lseg", "polygon", "circle"),
            "polygon", Set.of("point", "path", "box", "circle"),
            "circle", Set.of("point", "box", "polygon")));

    static {
        OTHERS.put("lseg", Set.of("point"));
        OTHERS.put("path", Set.of("polygon"));
        OTHERS.put("xid8", Set.of("xid"));
        for (String range : List.of("int4", "int8", "num", "ts", "tstz", "date")) {
            OTHERS.put(range + "range", Set.of(range + "multirange"));
        }
    }

    private Casts() {}

    /**
     * The types to go by, the wanted one last; empty where no value can become one. Both as {@code format_type} writes them. A type that
     * is not built in is reached by way of text, which every type can be written as and read from.
     */
    public static Optional<List<String>> path(String from, String to) {
        if (from.endsWith("[]") && to.endsWith("[]")) {
            return path(from.substring(0, from.length() - 2), to.substring(0, to.length() - 2))
                    .map(steps -> steps.stream().map(step -> step + "[]").toList());
        }
        String a = LENGTH.matcher(from).replaceAll("");
        String b = LENGTH.matcher(to).replaceAll("");
        if (a.equals(b)) {
            return Optional.of(List.of(to));
        }
        if (a.contains(".") || b.contains(".")) {
            return Optional.of(List.of("text", to));
        }
        if (isDirect(a, b)) {
            return Optional.of(List.of(to));
        }
        // A number says nothing but true or false, and the like; nothing else is worth a way round.
        boolean byInteger =
                (a.equals("boolean") && NUMBERS.contains(b)) || (NUMBERS.contains(a) && b.equals("boolean"));
        return byInteger ? Optional.of(List.of("integer", to)) : Optional.empty();
    }

    /**
     * Whether a cast cuts off what is too long for the wanted type, while an assignment, which an {@code ALTER COLUMN … TYPE} without
     * {@code USING} is, refuses it (PostgreSQL 18 manual, 8.3 and 8.10).
     */
    public static boolean cutsOff(String from, String to) {
        String a = LENGTH.matcher(from).replaceAll("").replace("[]", "");
        String b = LENGTH.matcher(to).replaceAll("").replace("[]", "");
        boolean assigned = b.startsWith("character") || (BITS.contains(a) && BITS.contains(b));
        // Nothing but an array is assigned to one.
        return assigned
                && (from.endsWith("[]") || !to.endsWith("[]"))
                && LENGTH.matcher(to).find();
    }

    private static boolean isDirect(String from, String to) {
        return TEXTS.contains(from)
                || TEXTS.contains(to)
                || FAMILIES.stream().anyMatch(family -> family.contains(from) && family.contains(to))
                || OTHERS.getOrDefault(from, Set.of()).contains(to);
    }
}
