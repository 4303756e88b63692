package dev.plumbline.source.postgres;

import dev.plumbline.model.Collation;
import java.sql.SQLException;
import java.util.List;

/** Collations. Where the locale stands moved twice: PostgreSQL 15 took ICU's apart from libc's, 17 gave it its name of today. */
final class Collations {
    private static final Query SQL = Query.of("""
            SELECT oid, xmin::text::bigint AS xmin, collnamespace, collname, pg_get_userbyid(collowner) AS owner,
                   CASE collprovider WHEN 'i' THEN 'icu' WHEN 'c' THEN 'libc' WHEN 'b' THEN 'builtin' ELSE 'default' END
                       AS provider,
                   coalesce({locale}, CASE WHEN collcollate = collctype THEN collcollate ELSE collcollate || '/' || collctype END)
                       AS locale,
                   collisdeterministic, {rules} AS rules
            FROM pg_collation WHERE collnamespace = ANY (?::oid[])
            """)
            .with("locale", "NULL")
            .since(15, "locale", "colliculocale")
            .since(17, "locale", "colllocale")
            .with("rules", "NULL")
            .since(16, "rules", "collicurules");

    private Collations() {}

    static List<Collation> read(Catalog catalog) throws SQLException {
        return catalog.objects(
                CatalogTable.PG_COLLATION,
                SQL,
                row -> new Collation(
                        catalog.name(row, "collnamespace", "collname"),
                        catalog.origin(row),
                        catalog.comment(CatalogTable.PG_COLLATION, row),
                        row.text("owner"),
                        row.text("provider"),
                        row.text("locale"),
                        row.is("collisdeterministic"),
                        row.optional("rules")),
                catalog.namespaces());
    }
}
