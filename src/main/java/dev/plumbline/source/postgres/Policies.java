package dev.plumbline.source.postgres;

import dev.plumbline.model.Policy;
import java.sql.SQLException;

/** Policies of row-level security. */
final class Policies {
    private static final Query SQL = Query.of("""
            SELECT p.oid, p.xmin::text::bigint AS xmin, p.polrelid AS relation, p.polname, p.polpermissive,
                   CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
                       ELSE 'ALL' END AS command,
                   ARRAY(SELECT CASE role WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(role)::text END
                       FROM unnest(p.polroles) role) AS roles,
                   pg_get_expr(p.polqual, p.polrelid) AS using_expression,
                   pg_get_expr(p.polwithcheck, p.polrelid) AS check_expression
            FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = ANY (?::oid[])
            """);

    private Policies() {}

    static Parts<Policy> read(Catalog catalog) throws SQLException {
        return Parts.read(
                catalog,
                CatalogTable.PG_POLICY,
                SQL,
                (row, relation) -> new Policy(
                        relation,
                        row.text("polname"),
                        catalog.origin(row),
                        catalog.comment(CatalogTable.PG_POLICY, row),
                        row.is("polpermissive"),
                        row.text("command"),
                        row.sorted("roles"),
                        row.optional("using_expression"),
                        row.optional("check_expression")));
    }
}
