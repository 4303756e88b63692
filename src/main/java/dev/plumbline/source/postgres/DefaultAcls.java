package dev.plumbline.source.postgres;

import dev.plumbline.model.DefaultPrivileges;
import java.sql.SQLException;
import java.util.List;

/** Default privileges. Those of one schema only add to the others; the rest replace what PostgreSQL itself gives. */
final class DefaultAcls {
    private static final Query SQL = Query.of("""
            SELECT d.oid, d.xmin::text::bigint AS xmin, pg_get_userbyid(d.defaclrole) AS role, coalesce(n.nspname, '') AS schema,
                   CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
                       WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' WHEN 'L' THEN 'LARGE OBJECTS'
                       ELSE d.defaclobjtype::text END AS objects,
                   array_to_string(d.defaclacl, E'\\n') AS acl,
                   CASE d.defaclnamespace WHEN 0 THEN array_to_string(acldefault(
                       CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole), E'\\n') ELSE '' END
                       AS default_acl
            FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
            """);

    private DefaultAcls() {}

    static List<DefaultPrivileges> read(Catalog catalog) throws SQLException {
        return catalog.objects(
                CatalogTable.PG_DEFAULT_ACL,
                SQL,
                row -> new DefaultPrivileges(
                        row.text("role"),
                        row.text("schema"),
                        row.text("objects"),
                        catalog.origin(row),
                        catalog.privileges(row)));
    }
}
