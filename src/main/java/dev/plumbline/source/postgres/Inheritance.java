package dev.plumbline.source.postgres;

import dev.plumbline.model.QualifiedName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which tables are partitions or children of which. */
final class Inheritance {
    private static final Query SQL =
            Query.of("""
            SELECT h.inhrelid, h.inhparent, n.nspname, c.relname, {detaching} AS detaching
            FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhparent JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind NOT IN ('i', 'I') ORDER BY h.inhrelid, h.inhseqno
            """).with("detaching", "false").since(14, "detaching", "h.inhdetachpending");

    /**
     * A parent.
     *
     * @param detaching whether a {@code DETACH CONCURRENTLY} broke off half way
     */
    record Parent(long oid, QualifiedName name, boolean detaching) {}

    private final Map<Long, List<Parent>> parents = new HashMap<>();

    private Inheritance() {}

    static Inheritance read(Catalog catalog) throws SQLException {
        Inheritance inheritance = new Inheritance();
        catalog.each(SQL, row -> inheritance
                .parents
                .computeIfAbsent(row.id("inhrelid"), oid -> new ArrayList<>())
                .add(new Parent(
                        row.id("inhparent"),
                        new QualifiedName(row.text("nspname"), row.text("relname")),
                        row.is("detaching"))));
        return inheritance;
    }

    /** In their order. */
    List<Parent> of(long table) {
        return parents.getOrDefault(table, List.of());
    }
}
