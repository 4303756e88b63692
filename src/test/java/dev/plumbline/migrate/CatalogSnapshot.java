package dev.plumbline.migrate;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a database holds, as text without OIDs: two databases with equal snapshots have had the same migrations. */
record CatalogSnapshot(Map<String, List<String>> parts) {
    private static final String OURS = "n.nspname NOT IN ('plumb', 'pg_catalog', 'information_schema', 'pg_toast')"
            + " AND n.nspname !~ '^pg_(temp|toast_temp)_'";

    private static final Map<String, String> QUERIES = Map.of(
            "relations",
            "SELECT n.nspname, c.relname, c.relkind, c.relispartition, pg_get_expr(c.relpartbound, c.oid),"
                    + " pg_get_userbyid(c.relowner) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
                    + OURS + " ORDER BY 1, 2",
            "columns",
            "SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
                    + " pg_get_expr(d.adbin, d.adrelid) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
                    + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
                    + " WHERE a.attnum > 0 AND NOT a.attisdropped AND " + OURS + " ORDER BY 1, 2, a.attnum",
            "indexes",
            "SELECT n.nspname, c.relname, x.indisvalid, x.indisready, x.indislive, pg_get_indexdef(x.indexrelid)"
                    + " FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid"
                    + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE " + OURS + " ORDER BY 1, 2",
            "broken toast indexes",
            "SELECT count(*) FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid"
                    + " WHERE c.relnamespace = 'pg_toast'::regnamespace"
                    + " AND (NOT x.indisvalid OR c.relname ~ '_cc(new|old)')",
            "constraints",
            "SELECT n.nspname, r.relname, c.conname, c.contype, c.convalidated, pg_get_constraintdef(c.oid)"
                    + " FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid"
                    + " JOIN pg_namespace n ON n.oid = c.connamespace WHERE " + OURS + " ORDER BY 1, 2, 3",
            "enums",
            "SELECT t.typname, e.enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid"
                    + " ORDER BY 1, e.enumsortorder",
            "functions",
            "SELECT n.nspname, p.proname, md5(p.prosrc) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE "
                    + OURS + " ORDER BY 1, 2",
            "inheritance",
            "SELECT inhrelid::regclass, inhparent::regclass, inhdetachpending FROM pg_inherits ORDER BY 1, 2");

    static CatalogSnapshot of(Sql sql) throws SQLException {
        Map<String, List<String>> parts = new TreeMap<>();
        for (Map.Entry<String, String> query : QUERIES.entrySet()) {
            parts.put(query.getKey(), sql.rows(query.getValue()));
        }
        for (String table :
                sql.rows("SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE c.relkind IN ('r', 'p') AND " + OURS)) {
            parts.put(
                    "rows of " + table,
                    sql.rows("SELECT count(*), md5(string_agg(t::text, ',' ORDER BY t::text)) FROM " + table + " t"));
        }
        return new CatalogSnapshot(parts);
    }
}
