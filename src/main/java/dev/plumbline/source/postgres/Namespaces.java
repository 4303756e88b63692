package dev.plumbline.source.postgres;

import dev.plumbline.model.Namespace;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The schemas of the project; names that begin with {@code pg_} are the system's alone. */
final class Namespaces {
    private static final Query SQL = Query.of("""
            SELECT oid, xmin::text::bigint AS xmin, nspname, pg_get_userbyid(nspowner) AS owner,
                   array_to_string(nspacl, E'\\n') AS acl, array_to_string(acldefault('n', nspowner), E'\\n') AS default_acl
            FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', ?)
            """);

    private Namespaces() {}

    /** Also notes whose objects to read: what is in an extension's schema need not be the extension's. */
    static List<Namespace> read(Catalog catalog, String ledgerSchema) throws SQLException {
        List<Namespace> namespaces = new ArrayList<>();
        catalog.each(
                SQL,
                row -> {
                    long oid = row.id("oid");
                    catalog.addNamespace(oid, row.text("nspname"));
                    if (!catalog.ids().isMember(CatalogTable.PG_NAMESPACE, oid)) {
                        Namespace namespace = new Namespace(
                                row.text("nspname"),
                                catalog.origin(row),
                                catalog.comment(CatalogTable.PG_NAMESPACE, row),
                                row.text("owner"),
                                catalog.privileges(row));
                        catalog.ids().put(CatalogTable.PG_NAMESPACE, oid, namespace.id());
                        namespaces.add(namespace);
                    }
                },
                ledgerSchema);
        return namespaces;
    }
}
