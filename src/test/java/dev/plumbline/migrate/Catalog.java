package dev.plumbline.migrate;

import dev.plumbline.shadow.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a database consists of, but for the ledger, as sorted lines without OIDs: equal where two databases are. */
final class Catalog {
    private static final String OWN = "('plumb', 'information_schema', 'pg_toast')";
    private static final String SCHEMAS =
            "SELECT oid, nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN " + OWN;

    private static final List<String> QUERIES = List.of(
            "SELECT 'schema ' || nspname || ' ' || coalesce(obj_description(oid, 'pg_namespace'), '') FROM (" + SCHEMAS
                    + ") n",
            "SELECT concat_ws(' ', c.relkind, n.nspname, c.relname, c.relpersistence, c.relrowsecurity, c.reloptions,"
                    + " pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid), obj_description(c.oid, 'pg_class'),"
                    + " c.relacl, CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END)"
                    + " FROM pg_class c JOIN (" + SCHEMAS + ") n ON n.oid = c.relnamespace",
            "SELECT concat_ws(' ', 'column', n.nspname, c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),"
                    + " a.attnotnull, a.attidentity, a.attgenerated, a.attcollation::regcollation,"
                    + " pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum))"
                    + " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN (" + SCHEMAS
                    + ") n ON n.oid = c.relnamespace LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
                    + " WHERE a.attnum > 0 AND NOT a.attisdropped",
            "SELECT concat_ws(' ', 'constraint', n.nspname, conrelid::regclass, conname, pg_get_constraintdef(k.oid),"
                    + " convalidated) FROM pg_constraint k JOIN (" + SCHEMAS + ") n ON n.oid = k.connamespace",
            "SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid), indisvalid, indisready) FROM pg_index x"
                    + " JOIN pg_class c ON c.oid = x.indexrelid JOIN (" + SCHEMAS + ") n ON n.oid = c.relnamespace",
            "SELECT concat_ws(' ', 'function', pg_get_functiondef(p.oid), p.proacl, obj_description(p.oid, 'pg_proc'))"
                    + " FROM pg_proc p JOIN (" + SCHEMAS
                    + ") n ON n.oid = p.pronamespace WHERE p.prokind IN ('f', 'p')",
            "SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), t.tgenabled) FROM pg_trigger t"
                    + " JOIN pg_class c ON c.oid = t.tgrelid JOIN (" + SCHEMAS + ") n ON n.oid = c.relnamespace"
                    + " WHERE NOT t.tgisinternal",
            "SELECT concat_ws(' ', 'type', n.nspname, t.typname, t.typtype, (SELECT string_agg(enumlabel, ',' ORDER BY"
                    + " enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)) FROM pg_type t JOIN (" + SCHEMAS
                    + ") n ON n.oid = t.typnamespace WHERE t.typtype IN ('e', 'd', 'r')");

    private Catalog() {}

    static List<String> of(String url) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = TestServer.connect(url);
                Statement statement = connection.createStatement()) {
            for (String query : QUERIES) {
                ResultSet rows = statement.executeQuery(query);
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
        }
        lines.sort(null);
        return lines;
    }
}
