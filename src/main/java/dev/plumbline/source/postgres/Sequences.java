package dev.plumbline.source.postgres;

import dev.plumbline.model.Column;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Sequence;
import dev.plumbline.model.SequenceOptions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sequences, and those that identity columns keep for themselves. */
final class Sequences {
    private static final Query SQL = Query.of("""
            SELECT c.oid, greatest(c.xmin::text::bigint, s.xmin::text::bigint) AS xmin, c.relnamespace, c.relname,
                   pg_get_userbyid(c.relowner) AS owner, array_to_string(c.relacl, E'\\n') AS acl,
                   CASE WHEN c.relacl IS NOT NULL THEN array_to_string(acldefault('s', c.relowner), E'\\n') END AS default_acl,
                   c.relpersistence = 'u' AS unlogged, format_type(s.seqtypid, NULL) AS type, s.seqstart, s.seqincrement,
                   s.seqmin, s.seqmax, s.seqcache, s.seqcycle, d.deptype = 'i' AS identity,
                   owner.oid AS relation, owner.relnamespace AS relation_namespace, owner.relname AS relation_name,
                   a.attname
            FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid LEFT JOIN (
                    pg_depend d JOIN pg_class owner ON owner.oid = d.refobjid
                    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid)
                ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
                AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
            WHERE c.relnamespace = ANY (?::oid[])
            """);

    private record Place(long relation, String column) {}

    private final List<Sequence> sequences = new ArrayList<>();
    private final Map<Place, Column.Identity> identities = new HashMap<>();

    private Sequences() {}

    static Sequences read(Catalog catalog) throws SQLException {
        Sequences sequences = new Sequences();
        catalog.each(
                SQL,
                row -> {
                    sequences.add(catalog, row);
                },
                catalog.namespaces());
        return sequences;
    }

    private void add(Catalog catalog, Row row) throws SQLException {
        Optional<ObjectId> column = !catalog.isRead(row.id("relation_namespace"))
                ? Optional.empty()
                : Optional.of(new ObjectId(
                        ObjectKind.COLUMN,
                        catalog.name(row, "relation_namespace", "relation_name"),
                        row.text("attname")));
        QualifiedName name = catalog.name(row, "relnamespace", "relname");
        SequenceOptions options = new SequenceOptions(
                row.text("type"),
                row.id("seqstart"),
                row.id("seqincrement"),
                row.id("seqmin"),
                row.id("seqmax"),
                row.id("seqcache"),
                row.is("seqcycle"));
        if (row.is("identity") && column.isPresent()) {
            catalog.ids().put(CatalogTable.PG_CLASS, row.id("oid"), column.get());
            identities.put(
                    new Place(row.id("relation"), row.text("attname")),
                    new Column.Identity(
                            false,
                            name,
                            options,
                            row.is("unlogged"),
                            catalog.privileges(row),
                            catalog.comment(CatalogTable.PG_CLASS, row)));
        } else if (!catalog.ids().isMember(CatalogTable.PG_CLASS, row.id("oid"))) {
            Sequence sequence = new Sequence(
                    name,
                    catalog.origin(row),
                    catalog.comment(CatalogTable.PG_CLASS, row),
                    row.text("owner"),
                    catalog.privileges(row),
                    row.is("unlogged"),
                    options,
                    column);
            catalog.ids().put(CatalogTable.PG_CLASS, row.id("oid"), sequence.id());
            sequences.add(sequence);
        }
    }

    /** Those that stand by themselves. */
    List<Sequence> all() {
        return sequences;
    }

    /**
     * The identity of a column. A partition's has no sequence of its own: that is the partitioned table's.
     *
     * @param always whether {@code GENERATED ALWAYS}
     */
    Optional<Column.Identity> identity(Inheritance inheritance, long relation, String column, boolean always) {
        Column.Identity found = identities.get(new Place(relation, column));
        if (found == null) {
            return inheritance.of(relation).stream()
                    .findFirst()
                    .flatMap(parent -> identity(inheritance, parent.oid(), column, always));
        }
        return Optional.of(new Column.Identity(
                always, found.sequence(), found.options(), found.unlogged(), found.privileges(), found.comment()));
    }
}
