package dev.plumbline.source.postgres;

import dev.plumbline.model.EnumType;
import java.sql.SQLException;
import java.util.List;

/** Enum types. A new label changes no row of {@code pg_type}, so that the newest row of either table tells the origin. */
final class Enums {
    private static final Query SQL = Query.of("""
            SELECT t.oid, greatest(t.xmin::text::bigint, labels.xmin) AS xmin, t.typnamespace, t.typname,
                   pg_get_userbyid(t.typowner) AS owner, array_to_string(t.typacl, E'\\n') AS acl,
                   array_to_string(acldefault('T', t.typowner), E'\\n') AS default_acl, labels.labels
            FROM pg_type t LEFT JOIN (
                SELECT enumtypid, max(xmin::text::bigint) AS xmin, array_agg(enumlabel::text ORDER BY enumsortorder) AS labels
                FROM pg_enum GROUP BY enumtypid) labels ON labels.enumtypid = t.oid
            WHERE t.typtype = 'e' AND t.typnamespace = ANY (?::oid[])
            """);

    private Enums() {}

    static List<EnumType> read(Catalog catalog) throws SQLException {
        return catalog.objects(
                CatalogTable.PG_TYPE,
                SQL,
                row -> new EnumType(
                        catalog.name(row, "typnamespace", "typname"),
                        catalog.origin(row),
                        catalog.comment(CatalogTable.PG_TYPE, row),
                        row.text("owner"),
                        catalog.privileges(row),
                        row.list("labels")),
                catalog.namespaces());
    }
}
