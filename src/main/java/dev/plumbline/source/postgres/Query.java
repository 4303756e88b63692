package dev.plumbline.source.postgres;

import java.util.ArrayList;
import java.util.List;

/** A query of the catalog, with fragments that depend on the server's version where the text says {@code {name}}. */
final class Query {
    private record Fragment(String name, int since, String sql) {}

    private final String text;
    private final List<Fragment> fragments;

    private Query(String text, List<Fragment> fragments) {
        this.text = text;
        this.fragments = fragments;
    }

    static Query of(String text) {
        return new Query(text, List.of());
    }

    /** What a name stands for on all versions, or on those before the first that {@link #since} names. */
    Query with(String name, String sql) {
        return since(0, name, sql);
    }

    /** What a name stands for from a major version on. */
    Query since(int version, String name, String sql) {
        List<Fragment> more = new ArrayList<>(fragments);
        more.add(new Fragment(name, version, sql));
        return new Query(text, more);
    }

    /** The SQL for a server of that major version. */
    String on(int version) {
        String sql = text;
        // The last that applies is the first that is found.
        for (Fragment fragment : fragments.reversed()) {
            if (version >= fragment.since()) {
                sql = sql.replace("{" + fragment.name() + "}", fragment.sql());
            }
        }
        return sql;
    }

    /** A collation's name, quoted and qualified, where it is another than the type's own. */
    static String collation(String collation, String ofType) {
        return "CASE WHEN " + collation + " <> " + ofType
                + " THEN (SELECT quote_ident(n.nspname) || '.' || quote_ident(col.collname) FROM pg_collation col"
                + " JOIN pg_namespace n ON n.oid = col.collnamespace WHERE col.oid = " + collation + ") END";
    }

    /** A function's name without its arguments, quoted and qualified. */
    static String function(String oid) {
        return "(SELECT quote_ident(n.nspname) || '.' || quote_ident(f.proname)"
                + " FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace WHERE f.oid = " + oid + ")";
    }
}
