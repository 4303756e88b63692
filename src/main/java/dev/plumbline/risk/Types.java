package dev.plumbline.risk;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.Identifiers;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Names of types as {@code format_type} writes them where nothing is in the search path (PostgreSQL 18). */
public final class Types {
    private static final Map<String, String> BUILT_IN = Map.ofEntries(
            Map.entry("int2", "smallint"),
            Map.entry("int4", "integer"),
            Map.entry("int", "integer"),
            Map.entry("int8", "bigint"),
            Map.entry("float4", "real"),
            Map.entry("float8", "double precision"),
            Map.entry("bool", "boolean"),
            Map.entry("decimal", "numeric"),
            Map.entry("varchar", "character varying"),
            Map.entry("bpchar", "character"),
            Map.entry("char", "\"char\""),
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

    /** Masks of {@code interval}'s fields as the grammar has them, and how they are written ({@code intervaltypmodout}). */
    private static final Map<Long, String> FIELDS = Map.ofEntries(
            Map.entry(1L << 2, " year"),
            Map.entry(1L << 1, " month"),
            Map.entry(1L << 3, " day"),
            Map.entry(1L << 10, " hour"),
            Map.entry(1L << 11, " minute"),
            Map.entry(1L << 12, " second"),
            Map.entry(1L << 2 | 1L << 1, " year to month"),
            Map.entry(1L << 3 | 1L << 10, " day to hour"),
            Map.entry(1L << 3 | 1L << 10 | 1L << 11, " day to minute"),
            Map.entry(1L << 3 | 1L << 10 | 1L << 11 | 1L << 12, " day to second"),
            Map.entry(1L << 10 | 1L << 11, " hour to minute"),
            Map.entry(1L << 10 | 1L << 11 | 1L << 12, " hour to second"),
            Map.entry(1L << 11 | 1L << 12, " minute to second"));

    private Types() {}

    /** Whether it is no type but stands for a number, a sequence and a default. */
    public static boolean isSerial(Tree typeName) {
        List<String> names = typeName.names("names");
        return names.size() == 1 && SERIALS.contains(names.getFirst());
    }

    /** A type as it is written in a statement; a name of which nothing is known stays as it is. */
    public static String format(Tree typeName, World world) {
        List<String> names = typeName.names("names");
        if (names.isEmpty()) {
            return "";
        }
        String last = names.getLast();
        String base;
        if (names.size() == 1 || names.getFirst().equals("pg_catalog")) {
            Optional<String> own = names.size() == 1 ? world.type(last).map(Types::text) : Optional.empty();
            // PostgreSQL's own are not quoted, though some are key words.
            String other = names.size() == 1 ? Identifiers.quote(last) : last;
            base = own.orElseGet(() -> BUILT_IN.getOrDefault(last, other));
        } else {
            base = names.stream().map(Identifiers::quote).collect(Collectors.joining("."));
        }
        String modified = modified(base, typeName.list("typmods"));
        return modified + (typeName.list("arrayBounds").isEmpty() ? "" : "[]");
    }

    /** A type that is in a schema. */
    static String text(QualifiedName name) {
        return Identifiers.qualified(name.schema(), name.name());
    }

    /** Without brackets and what is in parentheses. */
    public static String base(String type) {
        return type.replaceFirst("\\[]$", "").replaceFirst("\\(.*?\\)", "");
    }

    private static String modified(String base, List<Tree> modifiers) {
        if (modifiers.isEmpty()) {
            return base;
        }
        if (base.equals("interval")) {
            return interval(modifiers);
        }
        // A character without a length has one.
        String inParentheses = modifiers.stream().map(Types::modifier).collect(Collectors.joining(",", "(", ")"));
        if (base.equals("numeric") && modifiers.size() == 1) {
            return base + inParentheses.replace(")", ",0)");
        }
        // The precision stands in the midst of the name.
        int zone = base.indexOf(" with");
        return zone < 0 ? base + inParentheses : base.substring(0, zone) + inParentheses + base.substring(zone);
    }

    private static String modifier(Tree modifier) {
        if (modifier.is("ColumnRef")) {
            return modifier.names("fields").getLast();
        }
        if (modifier.child("sval").has("sval")) {
            return modifier.child("sval").text("sval");
        }
        if (modifier.is("A_Expr")) {
            return "-" + modifier(modifier.child("rexpr"));
        }
        return String.valueOf(modifier.child("ival").number("ival"));
    }

    private static String interval(List<Tree> modifiers) {
        String fields = FIELDS.getOrDefault(modifiers.getFirst().child("ival").number("ival"), "");
        return "interval" + fields
                + (modifiers.size() == 1
                        ? ""
                        : "(" + modifiers.get(1).child("ival").number("ival") + ")");
    }
}
