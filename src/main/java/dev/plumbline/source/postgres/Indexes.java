package dev.plumbline.source.postgres;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.Index;
import dev.plumbline.model.QualifiedName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The indexes that no constraint owns. */
final class Indexes {
    private static final Query SQL =
            Query.of("""
            SELECT c.oid, greatest(c.xmin::text::bigint, i.xmin::text::bigint) AS xmin, c.relnamespace, c.relname, i.indrelid,
                   pg_get_indexdef(c.oid) AS definition, am.amname, i.indisunique, {nulls_not_distinct} AS nulls_not_distinct,
                   i.indkey::text AS columns, i.indnkeyatts, pg_get_expr(i.indpred, i.indrelid) AS predicate, i.indisvalid,
                   i.indisclustered, i.indisreplident, s.spcname, c.reloptions, parent.oid AS parent,
                   parent.relnamespace AS parent_namespace, parent.relname AS parent_name
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am am ON am.oid = c.relam
                LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
                LEFT JOIN (pg_inherits h JOIN pg_class parent ON parent.oid = h.inhparent) ON h.inhrelid = c.oid
            WHERE c.relnamespace = ANY (?::oid[]) AND NOT EXISTS (
                SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
            """).with("nulls_not_distinct", "false").since(15, "nulls_not_distinct", "i.indnullsnotdistinct");

    private Indexes() {}

    /** Has them fetched before they are read. */
    static void ahead(Catalog catalog) {
        catalog.ahead(SQL, catalog.namespaces());
    }

    /** Reads those of the tables whose columns are known: an extension's indexes are no members of it, their tables are. */
    static List<Index> read(Catalog catalog, Columns columns) throws SQLException {
        List<Index> indexes = new ArrayList<>();
        catalog.each(
                SQL,
                row -> {
                    Optional<QualifiedName> table = catalog.ids().relation(row.id("indrelid"));
                    if (table.isPresent()) {
                        Index index = index(catalog, columns, row, table.get());
                        catalog.ids().put(CatalogTable.PG_CLASS, row.id("oid"), index.id());
                        indexes.add(index);
                    }
                },
                catalog.namespaces());
        return indexes;
    }

    private static Index index(Catalog catalog, Columns columns, Row row, QualifiedName table) throws SQLException {
        String definition = row.text("definition");
        long relation = row.id("indrelid");
        int keys = row.number("indnkeyatts");
        List<String> included = Arrays.stream(row.numbers("columns"))
                .skip(keys)
                .mapToObj(number -> catalog.ids().column(relation, number))
                .toList();
        return new Index(
                catalog.name(row, "relnamespace", "relname"),
                table,
                catalog.origin(row),
                catalog.comment(CatalogTable.PG_CLASS, row),
                definition,
                row.text("amname"),
                row.is("indisunique"),
                row.is("nulls_not_distinct"),
                IndexKeys.of(definition),
                included,
                row.optional("predicate"),
                row.is("indisvalid"),
                partitionOf(catalog, row),
                settings(row),
                columns.statistics(row.id("oid")));
    }

    /** The partitioned index that an index is attached to, from columns that the query of constraints has, too. */
    static Optional<QualifiedName> partitionOf(Catalog catalog, Row row) throws SQLException {
        return row.id("parent") == 0
                ? Optional.empty()
                : Optional.of(catalog.name(row, "parent_namespace", "parent_name"));
    }

    /** What an index's definition does not show, from columns that the query of constraints has, too. */
    static Constraint.IndexSettings settings(Row row) throws SQLException {
        return new Constraint.IndexSettings(
                row.is("indisclustered"), row.is("indisreplident"), row.optional("spcname"), row.sorted("reloptions"));
    }
}
