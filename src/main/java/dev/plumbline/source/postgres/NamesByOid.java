package dev.plumbline.source.postgres;

import dev.plumbline.db.Session;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the objects that hold data, and their parts, are called, by what stays the same when they get another name: the oid, and for
 * columns the number. Without those of extensions, and without inherited columns and those of typed tables,
 * which are named elsewhere.
 */
public final class NamesByOid {
    /** What an object is; in the order to rename them in, each before what is named by it or moves along with it. */
    public enum Kind {
        SCHEMA,
        TYPE,
        DOMAIN,
        TABLE,
        VIEW,
        MATERIALIZED_VIEW,
        SEQUENCE,
        COLUMN,
        ATTRIBUTE,
        LABEL;

        /** Whether it is one of an object's, and no object itself. */
        public boolean isPart() {
            return this == COLUMN || this == ATTRIBUTE || this == LABEL;
        }

        /** Such as {@code MATERIALIZED VIEW}. */
        @Override
        public String toString() {
            return name().replace('_', ' ');
        }
    }

    /**
     * A row of the catalog.
     *
     * @param part a column's number; 0 for a whole
     */
    public record Oid(long table, long oid, int part) {}

    /**
     * A name.
     *
     * @param name of the object or of what it is a part of; empty for a schema
     * @param part the column, attribute or label; empty for a whole
     */
    public record Name(Kind kind, String schema, String name, String part) {}

    private static final Comparator<Name> ORDER = Comparator.comparing(Name::kind)
            .thenComparing(Name::schema)
            .thenComparing(Name::name)
            .thenComparing(Name::part);

    private static final String SQL = """
            WITH n AS (SELECT oid, nspname FROM pg_namespace
                    WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', ?)),
                members AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
                relations AS (SELECT c.oid, n.nspname, c.relname, c.reltype, c.reloftype, c.relkind
                    FROM pg_class c JOIN n ON n.oid = c.relnamespace
                    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'c')
                        AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)),
                types AS (SELECT t.oid, n.nspname, t.typname, t.typtype FROM pg_type t JOIN n ON n.oid = t.typnamespace
                    WHERE (t.typtype IN ('e', 'd', 'r') OR t.oid IN (SELECT reltype FROM relations WHERE relkind = 'c'))
                        AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid))
            SELECT 'SCHEMA' AS kind, 'pg_namespace'::regclass::oid::bigint AS "table", oid::bigint, 0 AS number,
                nspname AS schema, '' AS name, '' AS part
                FROM n WHERE NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_namespace'::regclass AND m.objid = n.oid)
            UNION ALL
            SELECT CASE typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, 'pg_type'::regclass::oid::bigint, oid::bigint, 0,
                nspname, typname, ''
                FROM types
            UNION ALL
            SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED_VIEW' ELSE 'TABLE' END,
                'pg_class'::regclass::oid::bigint, oid::bigint, 0, nspname, relname, ''
                FROM relations WHERE relkind <> 'c'
            UNION ALL
            SELECT CASE r.relkind WHEN 'c' THEN 'ATTRIBUTE' ELSE 'COLUMN' END, 'pg_class'::regclass::oid::bigint, r.oid::bigint,
                a.attnum, r.nspname, r.relname, a.attname
                FROM pg_attribute a JOIN relations r ON r.oid = a.attrelid
                WHERE r.relkind IN ('r', 'p', 'c') AND a.attnum > 0 AND NOT a.attisdropped
                    AND a.attinhcount = 0 AND r.reloftype = 0
            UNION ALL
            SELECT 'LABEL', 'pg_enum'::regclass::oid::bigint, e.oid::bigint, 0, t.nspname, t.typname, e.enumlabel
                FROM pg_enum e JOIN types t ON t.oid = e.enumtypid
            """;

    private NamesByOid() {}

    /**
     * Reads them, sorted by kind and name.
     *
     * @param ledgerSchema Plumbline's own schema, which is left out
     */
    public static Map<Oid, Name> read(Session session, String ledgerSchema) throws SQLException {
        Map<Oid, Name> names = new LinkedHashMap<>();
        session.each(
                SQL,
                row -> names.put(
                        new Oid(row.getLong("table"), row.getLong("oid"), row.getInt("number")),
                        new Name(
                                Kind.valueOf(row.getString("kind")),
                                row.getString("schema"),
                                row.getString("name"),
                                row.getString("part"))),
                ledgerSchema);
        Map<Oid, Name> sorted = new LinkedHashMap<>();
        names.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(ORDER))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
