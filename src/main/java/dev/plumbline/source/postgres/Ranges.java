package dev.plumbline.source.postgres;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.RangeType;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Range types. */
final class Ranges {
    private static final Query SQL = Query.of("""
            SELECT t.oid, t.xmin::text::bigint AS xmin, t.typnamespace, t.typname, pg_get_userbyid(t.typowner) AS owner,
                   array_to_string(t.typacl, E'\\n') AS acl,
                   array_to_string(acldefault('T', t.typowner), E'\\n') AS default_acl,
                   format_type(r.rngsubtype, NULL) AS subtype, {collation} AS collation,
                   CASE WHEN NOT opc.opcdefault THEN quote_ident(opcn.nspname) || '.' || quote_ident(opc.opcname) END
                       AS operator_class,
                   {canonical} AS canonical, {subtype_diff} AS subtype_diff, m.oid AS multirange, m.typnamespace AS multirange_namespace,
                   m.typname AS multirange_name
            FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_type sub ON sub.oid = r.rngsubtype
                JOIN pg_opclass opc ON opc.oid = r.rngsubopc JOIN pg_namespace opcn ON opcn.oid = opc.opcnamespace
                LEFT JOIN pg_type m ON m.oid = {multirange}
            WHERE t.typnamespace = ANY (?::oid[])
            """)
            .with("collation", Query.collation("r.rngcollation", "sub.typcollation"))
            .with("canonical", Query.function("r.rngcanonical"))
            .with("subtype_diff", Query.function("r.rngsubdiff"))
            .with("multirange", "0")
            .since(14, "multirange", "r.rngmultitypid");

    private Ranges() {}

    static List<RangeType> read(Catalog catalog) throws SQLException {
        return catalog.objects(
                CatalogTable.PG_TYPE,
                SQL,
                row -> {
                    QualifiedName name = catalog.name(row, "typnamespace", "typname");
                    Optional<QualifiedName> multirange = row.id("multirange") == 0
                            ? Optional.empty()
                            : Optional.of(catalog.name(row, "multirange_namespace", "multirange_name"));
                    catalog.ids()
                            .put(CatalogTable.PG_TYPE, row.id("multirange"), ObjectId.of(ObjectKind.RANGE_TYPE, name));
                    return new RangeType(
                            name,
                            catalog.origin(row),
                            catalog.comment(CatalogTable.PG_TYPE, row),
                            row.text("owner"),
                            catalog.privileges(row),
                            row.text("subtype"),
                            row.optional("operator_class"),
                            row.optional("collation"),
                            row.optional("canonical"),
                            row.optional("subtype_diff"),
                            multirange);
                },
                catalog.namespaces());
    }
}
