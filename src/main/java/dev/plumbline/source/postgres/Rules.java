package dev.plumbline.source.postgres;

import dev.plumbline.model.Rule;
import java.sql.SQLException;

/** Rewrite rules, without those that make a view a view. */
final class Rules {
    private static final Query SQL = Query.of("""
            SELECT r.oid, r.xmin::text::bigint AS xmin, r.ev_class AS relation, r.rulename, r.ev_enabled,
                   pg_get_ruledef(r.oid) AS definition
            FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
            WHERE c.relnamespace = ANY (?::oid[]) AND r.rulename <> '_RETURN'
            """);

    private Rules() {}

    static Parts<Rule> read(Catalog catalog) throws SQLException {
        return Parts.read(
                catalog,
                CatalogTable.PG_REWRITE,
                SQL,
                (row, relation) -> new Rule(
                        relation,
                        row.text("rulename"),
                        catalog.origin(row),
                        catalog.comment(CatalogTable.PG_REWRITE, row),
                        row.text("definition"),
                        Firings.of(row.letter("ev_enabled"))));
    }
}
