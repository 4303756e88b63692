package dev.plumbline.source.postgres;

import dev.plumbline.model.Trigger;
import java.sql.SQLException;

/**
 * Triggers, without those that enforce constraints. A partition has a copy of each of its parent's, which can be told to fire
 * otherwise; until PostgreSQL 14 copies count as internal.
 */
final class Triggers {
    private static final Query SQL = Query.of("""
            SELECT t.oid, t.xmin::text::bigint AS xmin, t.tgrelid AS relation, t.tgname, t.tgenabled,
                   pg_get_triggerdef(t.oid) AS definition, t.tgparentid <> 0 AS inherited
            FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                LEFT JOIN pg_trigger parent ON parent.oid = t.tgparentid
                LEFT JOIN pg_constraint k ON k.oid = t.tgconstraint
            WHERE c.relnamespace = ANY (?::oid[]) AND (k.oid IS NULL OR k.contype = 't')
                AND (t.tgparentid = 0 AND NOT t.tgisinternal OR parent.tgenabled <> t.tgenabled)
            """);

    private Triggers() {}

    static Parts<Trigger> read(Catalog catalog) throws SQLException {
        return Parts.read(
                catalog,
                CatalogTable.PG_TRIGGER,
                SQL,
                (row, relation) -> new Trigger(
                        relation,
                        row.text("tgname"),
                        catalog.origin(row),
                        catalog.comment(CatalogTable.PG_TRIGGER, row),
                        row.text("definition"),
                        Firings.of(row.letter("tgenabled")),
                        row.is("inherited")));
    }
}
