package dev.plumbline.source.postgres;

import dev.plumbline.model.Statistics;
import java.sql.SQLException;
import java.util.List;

/** Extended statistics. */
final class StatisticsObjects {
    private static final Query SQL =
            Query.of("""
            SELECT s.oid, s.xmin::text::bigint AS xmin, s.stxnamespace, s.stxname, c.relnamespace, c.relname,
                   pg_get_userbyid(s.stxowner) AS owner, pg_get_statisticsobjdef(s.oid) AS definition, {target} AS target
            FROM pg_statistic_ext s JOIN pg_class c ON c.oid = s.stxrelid
            WHERE s.stxnamespace = ANY (?::oid[]) AND c.relnamespace = ANY (?::oid[])
            """).with("target", "nullif(s.stxstattarget, -1)").since(17, "target", "s.stxstattarget");

    private StatisticsObjects() {}

    static List<Statistics> read(Catalog catalog) throws SQLException {
        return catalog.objects(
                CatalogTable.PG_STATISTIC_EXT,
                SQL,
                row -> new Statistics(
                        catalog.name(row, "stxnamespace", "stxname"),
                        catalog.name(row, "relnamespace", "relname"),
                        catalog.origin(row),
                        catalog.comment(CatalogTable.PG_STATISTIC_EXT, row),
                        row.text("owner"),
                        row.text("definition"),
                        row.optionalNumber("target")),
                catalog.namespaces(),
                catalog.namespaces());
    }
}
