package dev.plumbline.migrate;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a database consists of and holds, but for the ledger, as text without OIDs: two databases with equal snapshots have had
 * the same migrations.
 */
record CatalogSnapshot(Map<String, List<String>> parts) {
    /** The schemas that are the database's own. */
    private static final String OWN = "n.nspname NOT IN ('plumb', 'pg_catalog', 'information_schema', 'pg_toast')"
            + " AND n.nspname !~ '^pg_(temp|toast_temp)_'";

    private static final Map<String, String> QUERIES = Map.ofEntries(
            Map.entry(
                    "schemas",
                    "SELECT nspname, obj_description(oid, 'pg_namespace') FROM pg_namespace n WHERE " + OWN
                            + " ORDER BY 1"),
            Map.entry(
                    "relations",
                    "SELECT n.nspname, c.relname, c.relkind, c.relpersistence, c.relispartition,"
                            + " pg_get_userbyid(c.relowner), c.relacl, c.relrowsecurity, c.reloptions,"
                            + " pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid),"
                            + " CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,"
                            + " obj_description(c.oid, 'pg_class')"
                            + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE " + OWN
                            + " ORDER BY 1, 2"),
            Map.entry(
                    "columns",
                    "SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
                            + " a.attidentity, a.attgenerated, a.attcollation::regcollation,"
                            + " pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum)"
                            + " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
                            + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                            + " LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
                            + " WHERE a.attnum > 0 AND NOT a.attisdropped AND " + OWN + " ORDER BY 1, 2, a.attnum"),
            Map.entry(
                    "indexes",
                    "SELECT n.nspname, c.relname, x.indisvalid, x.indisready, x.indislive, pg_get_indexdef(x.indexrelid)"
                            + " FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid"
                            + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE " + OWN + " ORDER BY 1, 2"),
            Map.entry(
                    "broken toast indexes",
                    "SELECT count(*) FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid"
                            + " WHERE c.relnamespace = 'pg_toast'::regnamespace"
                            + " AND (NOT x.indisvalid OR c.relname ~ '_cc(new|old)')"),
            Map.entry(
                    "constraints",
                    "SELECT n.nspname, c.conrelid::regclass, c.conname, c.contype, c.convalidated,"
                            + " pg_get_constraintdef(c.oid) FROM pg_constraint c"
                            + " JOIN pg_namespace n ON n.oid = c.connamespace WHERE " + OWN + " ORDER BY 1, 2, 3"),
            Map.entry(
                    "types",
                    "SELECT n.nspname, t.typname, t.typtype, (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder)"
                            + " FROM pg_enum WHERE enumtypid = t.oid) FROM pg_type t"
                            + " JOIN pg_namespace n ON n.oid = t.typnamespace"
                            + " WHERE t.typtype IN ('e', 'd', 'r') AND " + OWN + " ORDER BY 1, 2"),
            Map.entry(
                    "functions",
                    "SELECT pg_get_functiondef(p.oid), p.proacl, obj_description(p.oid, 'pg_proc') FROM pg_proc p"
                            + " JOIN pg_namespace n ON n.oid = p.pronamespace"
                            + " WHERE p.prokind IN ('f', 'p') AND " + OWN + " ORDER BY 1"),
            Map.entry(
                    "triggers",
                    "SELECT pg_get_triggerdef(t.oid), t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                            + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND " + OWN
                            + " ORDER BY 1"),
            Map.entry(
                    "inheritance",
                    "SELECT inhrelid::regclass, inhparent::regclass, inhdetachpending FROM pg_inherits ORDER BY 1, 2"));

    static CatalogSnapshot of(Sql sql) throws SQLException {
        Map<String, List<String>> parts = new TreeMap<>();
        for (Map.Entry<String, String> query : QUERIES.entrySet()) {
            parts.put(query.getKey(), sql.rows(query.getValue()));
        }
        for (String table :
                sql.rows("SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE c.relkind IN ('r', 'p') AND " + OWN)) {
            parts.put(
                    "rows of " + table,
                    sql.rows("SELECT count(*), md5(string_agg(t::text, ',' ORDER BY t::text)) FROM " + table + " t"));
        }
        return new CatalogSnapshot(parts);
    }
}
