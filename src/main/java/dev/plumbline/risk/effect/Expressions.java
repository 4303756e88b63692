package dev.plumbline.risk.effect;

import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What can be told of an expression from its text. */
final class Expressions {
    /** Volatile functions of {@code pg_catalog} (PostgreSQL 18's {@code pg_proc.dat}) that stand in defaults and the like. */
    private static final Set<String> VOLATILE = Set.of(
            "random",
            "random_normal",
            "gen_random_uuid",
            "uuidv4",
            "uuidv7",
            "clock_timestamp",
            "timeofday",
            "nextval",
            "currval",
            "lastval",
            "setval",
            "setseed",
            "pg_sleep",
            "txid_current",
            "pg_current_xact_id",
            // Of extensions that PostgreSQL brings: uuid-ossp, pgcrypto.
            "uuid_generate_v1",
            "uuid_generate_v1mc",
            "uuid_generate_v4",
            "gen_random_bytes",
            "gen_salt");

    private Expressions() {}

    /** Whether it may give another result for every row; empty where it calls a function of which nothing is known. */
    static Optional<Boolean> isVolatile(Tree expression, World world) {
        boolean[] seen = new boolean[1];
        boolean[] open = new boolean[1];
        expression.walk(node -> {
            if (node.is("FuncCall")) {
                List<String> names = node.names("funcname");
                String name = names.getLast().toLowerCase(Locale.ROOT);
                if (VOLATILE.contains(name)) {
                    seen[0] = true;
                } else {
                    Optional<Boolean> told = world.isVolatile(name);
                    seen[0] |= told.orElse(false);
                    open[0] |= told.isEmpty() && !world.known() && !isBuiltIn(names);
                }
            } else if (node.is("NextValueExpr")) {
                seen[0] = true;
            }
        });
        return seen[0] ? Optional.of(true) : open[0] ? Optional.empty() : Optional.of(false);
    }

    /** Common functions of {@code pg_catalog} that are not volatile. Whatever else is called may be a project's own. */
    private static final Set<String> BUILT_IN = Set.of(
            "now",
            "transaction_timestamp",
            "statement_timestamp",
            "timezone",
            "date_trunc",
            "date_part",
            "extract",
            "make_interval",
            "make_date",
            "to_timestamp",
            "to_char",
            "to_date",
            "lower",
            "upper",
            "btrim",
            "md5",
            "coalesce",
            "concat",
            "length",
            "abs",
            "round",
            "floor",
            "ceil",
            "ceiling",
            "trunc",
            "encode",
            "decode",
            "sha256",
            "jsonb_build_object",
            "json_build_object",
            "jsonb_build_array",
            "json_build_array",
            "to_json",
            "to_jsonb",
            "to_tsvector",
            "array_length",
            "array_append",
            "cardinality",
            "current_setting",
            "current_user",
            "session_user",
            "inet_client_addr",
            "int4range",
            "tstzrange",
            "tsrange",
            "daterange",
            "numrange",
            "nullif",
            "greatest",
            "least",
            "array_to_string",
            "string_to_array",
            "replace",
            "substr",
            "substring",
            "left",
            "right",
            "point",
            "cast");

    private static boolean isBuiltIn(List<String> names) {
        return names.getFirst().equals("pg_catalog")
                || (names.size() == 1 && BUILT_IN.contains(names.getLast().toLowerCase(Locale.ROOT)));
    }

    /** The columns that it names. */
    static Set<String> columns(Tree expression) {
        Set<String> columns = new TreeSet<>();
        expression.walk(node -> {
            if (node.is("ColumnRef")) {
                List<String> names = node.names("fields");
                if (!names.isEmpty()) {
                    columns.add(names.getLast());
                }
            }
        });
        return columns;
    }

    /** Whether it is the constant NULL. */
    static boolean isNull(Tree expression) {
        return expression.is("A_Const") && expression.flag("isnull");
    }
}
