package dev.plumbline.source.postgres;

import dev.plumbline.model.DomainType;
import java.sql.SQLException;
import java.util.List;

/** Domains. */
final class Domains {
    private static final Query SQL =
            Query.of("""
            SELECT t.oid, t.xmin::text::bigint AS xmin, t.typnamespace, t.typname, pg_get_userbyid(t.typowner) AS owner,
                   array_to_string(t.typacl, E'\\n') AS acl,
                   array_to_string(acldefault('T', t.typowner), E'\\n') AS default_acl,
                   format_type(t.typbasetype, t.typtypmod) AS base_type, {collation} AS collation, t.typnotnull,
                   coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault) AS default_value
            FROM pg_type t JOIN pg_type base ON base.oid = t.typbasetype
            WHERE t.typtype = 'd' AND t.typnamespace = ANY (?::oid[])
            """).with("collation", Query.collation("t.typcollation", "base.typcollation"));

    private Domains() {}

    /** The constraints must have been read before. */
    static List<DomainType> read(Catalog catalog, Constraints constraints) throws SQLException {
        return catalog.objects(
                CatalogTable.PG_TYPE,
                SQL,
                row -> new DomainType(
                        catalog.name(row, "typnamespace", "typname"),
                        catalog.origin(row),
                        catalog.comment(CatalogTable.PG_TYPE, row),
                        row.text("owner"),
                        catalog.privileges(row),
                        row.text("base_type"),
                        row.optional("collation"),
                        row.is("typnotnull"),
                        row.optional("default_value"),
                        constraints.ofDomain(row.id("oid"))),
                catalog.namespaces());
    }
}
