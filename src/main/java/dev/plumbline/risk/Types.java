package dev.plumbline.risk;

import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Names of types as {@code format_type} writes them (PostgreSQL 18). */
public final class Types {
    private static final Map<String, String> BUILT_IN = Map.ofEntries(
            Map.entry("int2", "smallint"),
            Map.entry("int4", "integer"),
            Map.entry("int8", "bigint"),
            Map.entry("float4", "real"),
            Map.entry("float8", "double precision"),
            Map.entry("bool", "boolean"),
            Map.entry("varchar", "character varying"),
            Map.entry("bpchar", "character"),
            Map.entry("varbit", "bit varying"),
            Map.entry("timestamp", "timestamp without time zone"),
            Map.entry("timestamptz", "timestamp with time zone"),
            Map.entry("time", "time without time zone"),
            Map.entry("timetz", "time with time zone"),
            Map.entry("serial", "integer"),
            Map.entry("serial4", "integer"),
            Map.entry("bigserial", "bigint"),
            Map.entry("serial8", "bigint"),
            Map.entry("smallserial", "smallint"),
            Map.entry("serial2", "smallint"));

    private static final List<String> SERIALS =
            List.of("serial", "serial4", "serial2", "serial8", "bigserial", "smallserial");

    /** Bits of a typmod of {@code interval} that say that no field is left out. */
    private static final int FULL_RANGE = 0x7FFF;

    private Types() {}

    /** Whether it is no type but stands for a number, a sequence and a default. */
    public static boolean isSerial(Tree typeName) {
        List<String> names = typeName.names("names");
        return names.size() == 1 && SERIALS.contains(names.getFirst());
    }

    /** A type as it is written in a statement; a name that is not built in stays as it is. */
    public static String format(Tree typeName) {
        List<String> names = typeName.names("names");
        if (names.isEmpty()) {
            return "";
        }
        boolean builtIn = names.size() == 1 || names.getFirst().equals("pg_catalog");
        String last = names.getLast();
        String base = builtIn ? BUILT_IN.getOrDefault(last, last) : String.join(".", names);
        List<Tree> modifiers = typeName.list("typmods");
        String modified = modified(base, modifiers);
        return modified + (typeName.list("arrayBounds").isEmpty() ? "" : "[]");
    }

    private static String modified(String base, List<Tree> modifiers) {
        if (modifiers.isEmpty()) {
            return base;
        }
        if (base.equals("interval")) {
            return interval(modifiers);
        }
        String inParentheses = modifiers.stream()
                .map(it -> String.valueOf(it.child("ival").number("ival")))
                .collect(Collectors.joining(",", "(", ")"));
        if (base.equals("numeric") && modifiers.size() == 1) {
            return base + inParentheses.replace(")", ",0)");
        }
        // The precision stands in the midst of the name.
        int zone = base.indexOf(" with");
        return zone < 0 ? base + inParentheses : base.substring(0, zone) + inParentheses + base.substring(zone);
    }

    private static String interval(List<Tree> modifiers) {
        long range = modifiers.getFirst().child("ival").number("ival");
        String fields = range == FULL_RANGE ? "" : " " + range;
        return "interval" + fields
                + (modifiers.size() == 1
                        ? ""
                        : "(" + modifiers.get(1).child("ival").number("ival") + ")");
    }
}
