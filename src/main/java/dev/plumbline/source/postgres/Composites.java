package dev.plumbline.source.postgres;

import dev.plumbline.model.CompositeType;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Composite types, each of which is a relation to the catalog, too. */
final class Composites {
    private static final Query ATTRIBUTES =
            Query.of("""
            SELECT a.attrelid, a.attnum, a.attname,
                   format_type(a.atttypid, a.atttypmod) AS type, {collation} AS collation
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_type t ON t.oid = a.atttypid
            WHERE c.relkind = 'c' AND c.relnamespace = ANY (?::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attrelid, a.attnum
            """).with("collation", Query.collation("a.attcollation", "t.typcollation"));

    private static final Query TYPES = Query.of("""
            SELECT t.oid, t.typrelid, greatest(t.xmin::text::bigint, c.xmin::text::bigint,
                       (SELECT max(a.xmin::text::bigint) FROM pg_attribute a WHERE a.attrelid = c.oid)) AS xmin,
                   t.typnamespace, t.typname, pg_get_userbyid(t.typowner) AS owner, array_to_string(t.typacl, E'\\n') AS acl,
                   array_to_string(acldefault('T', t.typowner), E'\\n') AS default_acl
            FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid
            WHERE c.relkind = 'c' AND t.typnamespace = ANY (?::oid[])
            """);

    private Composites() {}

    static List<CompositeType> read(Catalog catalog) throws SQLException {
        Map<Long, List<CompositeType.Attribute>> attributes = attributes(catalog);
        return catalog.objects(
                CatalogTable.PG_TYPE,
                TYPES,
                row -> {
                    long relation = row.id("typrelid");
                    QualifiedName name = catalog.name(row, "typnamespace", "typname");
                    catalog.ids().put(CatalogTable.PG_CLASS, relation, ObjectId.of(ObjectKind.COMPOSITE_TYPE, name));
                    return new CompositeType(
                            name,
                            catalog.origin(row),
                            catalog.comment(CatalogTable.PG_TYPE, row),
                            row.text("owner"),
                            catalog.privileges(row),
                            attributes.getOrDefault(relation, List.of()));
                },
                catalog.namespaces());
    }

    private static Map<Long, List<CompositeType.Attribute>> attributes(Catalog catalog) throws SQLException {
        Map<Long, List<CompositeType.Attribute>> attributes = new HashMap<>();
        catalog.each(
                ATTRIBUTES,
                row -> attributes
                        .computeIfAbsent(row.id("attrelid"), oid -> new ArrayList<>())
                        .add(new CompositeType.Attribute(
                                row.text("attname"),
                                row.text("type"),
                                row.optional("collation"),
                                catalog.comment(CatalogTable.PG_CLASS, row.id("attrelid"), row.number("attnum")))),
                catalog.namespaces());
        return attributes;
    }
}
