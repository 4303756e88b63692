package dev.plumbline.source.postgres;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.Publication;
import dev.plumbline.model.QualifiedName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Publications. Adding a table or schema changes no row of {@code pg_publication}: the newest row of all tells the origin. */
final class Publications {
    private static final Query TABLES = Query.of("""
            SELECT r.oid, p.pubname, n.nspname, c.relname, {filter} AS filter, (SELECT array_agg(a.attname::text ORDER BY a.attnum)
                FROM pg_attribute a WHERE a.attrelid = r.prrelid AND a.attnum = ANY ({columns})) AS columns
            FROM pg_publication p JOIN pg_publication_rel r ON r.prpubid = p.oid JOIN pg_class c ON c.oid = r.prrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace
            """)
            .with("filter", "NULL")
            .since(15, "filter", "pg_get_expr(r.prqual, r.prrelid)")
            .with("columns", "NULL::int2[]")
            .since(15, "columns", "r.prattrs");

    /** From PostgreSQL 15 on. */
    private static final Query SCHEMAS = Query.of("""
            SELECT m.oid, p.pubname, n.nspname
            FROM pg_publication p JOIN pg_publication_namespace m ON m.pnpubid = p.oid
                JOIN pg_namespace n ON n.oid = m.pnnspid
            """);

    private static final Query PUBLICATIONS = Query.of("""
            SELECT p.oid, greatest(p.xmin::text::bigint,
                       (SELECT max(r.xmin::text::bigint) FROM pg_publication_rel r WHERE r.prpubid = p.oid), {newest_schema}) AS xmin,
                   p.pubname, pg_get_userbyid(p.pubowner) AS owner, p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete,
                   p.pubtruncate, p.pubviaroot, {generated} AS generated
            FROM pg_publication p
            """)
            .with("newest_schema", "0")
            .since(
                    15,
                    "newest_schema",
                    "(SELECT max(m.xmin::text::bigint) FROM pg_publication_namespace m WHERE m.pnpubid = p.oid)")
            .with("generated", "'none'")
            .since(18, "generated", "CASE p.pubgencols WHEN 's' THEN 'stored' ELSE 'none' END");

    private final Map<String, List<Publication.Member>> tables = new HashMap<>();
    private final Map<String, List<String>> schemas = new HashMap<>();

    private Publications() {}

    static List<Publication> read(Catalog catalog) throws SQLException {
        Publications publications = new Publications();
        publications.readTables(catalog);
        if (catalog.version() >= 15) {
            publications.readSchemas(catalog);
        }
        return catalog.objects(
                CatalogTable.PG_PUBLICATION, PUBLICATIONS, row -> publications.publication(catalog, row));
    }

    private void readTables(Catalog catalog) throws SQLException {
        catalog.each(TABLES, row -> {
            String publication = row.text("pubname");
            catalog.ids().put(CatalogTable.PG_PUBLICATION_REL, row.id("oid"), id(publication));
            tables.computeIfAbsent(publication, name -> new ArrayList<>())
                    .add(new Publication.Member(
                            new QualifiedName(row.text("nspname"), row.text("relname")),
                            row.list("columns"),
                            row.optional("filter")));
        });
    }

    private void readSchemas(Catalog catalog) throws SQLException {
        catalog.each(SCHEMAS, row -> {
            String publication = row.text("pubname");
            catalog.ids().put(CatalogTable.PG_PUBLICATION_NAMESPACE, row.id("oid"), id(publication));
            schemas.computeIfAbsent(publication, name -> new ArrayList<>()).add(row.text("nspname"));
        });
    }

    private static ObjectId id(String publication) {
        return ObjectId.of(ObjectKind.PUBLICATION, new QualifiedName("", publication));
    }

    private Publication publication(Catalog catalog, Row row) throws SQLException {
        String name = row.text("pubname");
        return new Publication(
                name,
                catalog.origin(row),
                catalog.comment(CatalogTable.PG_PUBLICATION, row),
                row.text("owner"),
                row.is("puballtables"),
                operations(row),
                row.is("pubviaroot"),
                row.text("generated"),
                tables.getOrDefault(name, List.of()).stream()
                        .sorted(Comparator.comparing(Publication.Member::table))
                        .toList(),
                schemas.getOrDefault(name, List.of()).stream().sorted().toList());
    }

    private static List<String> operations(Row row) throws SQLException {
        List<String> operations = new ArrayList<>();
        for (String operation : List.of("insert", "update", "delete", "truncate")) {
            if (row.is("pub" + operation)) {
                operations.add(operation);
            }
        }
        return operations;
    }
}
