package dev.plumbline.source.postgres;

import dev.plumbline.model.Extension;
import java.sql.SQLException;
import java.util.List;

/** The extensions, without PL/pgSQL, which every database has from its template. */
final class Extensions {
    private static final Query SQL = Query.of("""
            SELECT e.oid, e.xmin::text::bigint AS xmin, e.extname, n.nspname, e.extversion, e.extrelocatable,
                   a.default_version IS NOT DISTINCT FROM e.extversion AS usual
            FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
                LEFT JOIN pg_available_extensions() a ON a.name = e.extname
            WHERE e.extname <> 'plpgsql'
            """);

    private Extensions() {}

    static List<Extension> read(Catalog catalog) throws SQLException {
        return catalog.objects(
                CatalogTable.PG_EXTENSION,
                SQL,
                row -> new Extension(
                        row.text("extname"),
                        catalog.origin(row),
                        catalog.comment(CatalogTable.PG_EXTENSION, row),
                        row.text("nspname"),
                        row.text("extversion"),
                        row.is("extrelocatable"),
                        row.is("usual")));
    }
}
