package dev.plumbline.sql;

import java.util.Set;

/** Names and values as SQL; the one place where either is quoted. */
public final class Identifiers {
    /** PostgreSQL 18's {@code kwlist.h}: all key words but the unreserved ones, which are names everywhere. */
    private static final Set<String> KEYWORDS = Set.of("""
            all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean \
            both case cast char character check coalesce collate collation column concurrently constraint create \
            cross current_catalog current_date current_role current_schema current_time current_timestamp \
            current_user dec decimal default deferrable desc distinct do else end except exists extract false \
            fetch float for foreign freeze from full grant greatest group grouping having ilike in initially \
            inner inout int integer intersect interval into is isnull join json json_array json_arrayagg \
            json_exists json_object json_objectagg json_query json_scalar json_serialize json_table json_value \
            lateral leading least left like limit localtime localtimestamp merge_action national natural nchar \
            none normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay \
            placing position precision primary real references returning right row select session_user setof \
            similar smallint some substring symmetric system_user table tablesample then time timestamp to \
            trailing treat trim true union unique user using values varchar variadic verbose when where window \
            with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot \
            xmlserialize xmltable""".split(" "));

    private Identifiers() {}

    /**
     * A name, in quotes where SQL would otherwise read something else.
     *
     * @throws IllegalArgumentException for a name that no object can have: empty, or with a NUL
     */
    public static String quote(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("no object has an empty name");
        }
        refuseNul(name);
        return isPlain(name) ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** {@code schema.name}, each quoted where needed. */
    public static String qualified(String schema, String name) {
        return quote(schema) + "." + quote(name);
    }

    /**
     * A value as a string constant, which means the same whatever {@code standard_conforming_strings} is.
     *
     * @throws IllegalArgumentException for a value with a NUL, which PostgreSQL cannot store
     */
    public static String quoteLiteral(String value) {
        refuseNul(value);
        String quoted = "'" + value.replace("'", "''") + "'";
        return value.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
    }

    private static boolean isPlain(String name) {
        char first = name.charAt(0);
        if (Characters.isDigit(first)) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!((c >= 'a' && c <= 'z') || c == '_' || Characters.isDigit(c))) {
                return false;
            }
        }
        return !KEYWORDS.contains(name);
    }

    private static void refuseNul(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("PostgreSQL text holds no NUL");
        }
    }
}
