package dev.plumbline.source.postgres;

import dev.plumbline.model.Column;
import dev.plumbline.model.Privilege;
import dev.plumbline.model.QualifiedName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The columns of tables and views, and the statistics targets of indexes' columns, which stand in the same table. */
final class Columns {
    // Only what generates a column names columns: to write out anything else, the server need not look at the table,
    // which for all tables
    // of a large schema takes longer than this query.
    private static final Query SQL = Query.of("""
            SELECT a.attrelid, a.attnum, a.xmin::text::bigint AS xmin, a.attname, c.relkind,
                   format_type(a.atttypid, a.atttypmod) AS type, {collation} AS collation, a.attnotnull,
                   d.oid AS default_oid, pg_get_expr(d.adbin, CASE WHEN a.attgenerated = '' THEN 0 ELSE d.adrelid END) AS default_value,
                   a.attgenerated, a.attidentity,
                   CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END AS storage, {compression} AS compression,
                   {statistics} AS statistics, a.attoptions, a.attislocal, a.attinhcount, array_to_string(a.attacl, E'\\n') AS acl
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_type t ON t.oid = a.atttypid
                LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE (c.relkind IN ('r', 'p', 'v', 'm') OR c.relkind IN ('i', 'I') AND {has_statistics}) AND c.relnamespace = ANY (?::oid[])
                AND a.attnum > 0 AND NOT a.attisdropped
            """)
            .with("collation", Query.collation("a.attcollation", "t.typcollation"))
            .with("compression", "''")
            .since(14, "compression", "a.attcompression")
            .with("statistics", "nullif(a.attstattarget, -1)")
            .since(17, "statistics", "a.attstattarget")
            .with("has_statistics", "a.attstattarget >= 0")
            .since(17, "has_statistics", "a.attstattarget IS NOT NULL");

    private final Map<Long, SortedMap<Integer, Column>> columns = new HashMap<>();
    private final Map<Long, List<Privilege>> privileges = new HashMap<>();
    private final Map<Long, SortedMap<Integer, String>> indexStatistics = new HashMap<>();
    private final Sequences sequences;
    private final Inheritance inheritance;

    private Columns(Sequences sequences, Inheritance inheritance) {
        this.sequences = sequences;
        this.inheritance = inheritance;
    }

    /** Reads those of the relations whose ids are known. */
    static Columns read(Catalog catalog, Sequences sequences, Inheritance inheritance) throws SQLException {
        Columns columns = new Columns(sequences, inheritance);
        catalog.each(
                SQL,
                row -> {
                    columns.add(catalog, row);
                },
                catalog.namespaces());
        return columns;
    }

    private void add(Catalog catalog, Row row) throws SQLException {
        long relation = row.id("attrelid");
        int number = row.number("attnum");
        if ("iI".indexOf(row.letter("relkind")) >= 0) {
            indexStatistics
                    .computeIfAbsent(relation, oid -> new TreeMap<>())
                    .put(number, number + "=" + row.number("statistics"));
            return;
        }
        String name = row.text("attname");
        catalog.ids().putColumn(relation, number, name);
        Optional<QualifiedName> table = catalog.ids().relation(relation);
        if (table.isEmpty()) {
            // An extension's: of interest where a foreign key points to it.
            return;
        }
        Column column = column(catalog, row, table.get(), relation, number);
        if (row.id("default_oid") != 0) {
            catalog.ids().put(CatalogTable.PG_ATTRDEF, row.id("default_oid"), column.id());
        }
        columns.computeIfAbsent(relation, oid -> new TreeMap<>()).put(number, column);
        List<Privilege> granted = catalog.columnPrivileges(row, name);
        if (!granted.isEmpty()) {
            privileges.computeIfAbsent(relation, oid -> new ArrayList<>()).addAll(granted);
        }
    }

    private Column column(Catalog catalog, Row row, QualifiedName table, long relation, int number)
            throws SQLException {
        Optional<String> expression = row.optional("default_value");
        char generated = row.letter("attgenerated");
        char identity = row.letter("attidentity");
        return new Column(
                table,
                row.text("attname"),
                catalog.origin(row),
                catalog.comment(CatalogTable.PG_CLASS, relation, number),
                row.text("type"),
                row.optional("collation"),
                row.is("attnotnull"),
                generated == ' ' ? expression : Optional.empty(),
                generated == ' '
                        ? Optional.empty()
                        : expression.map(text -> new Column.Generated(text, generated == 's')),
                identity == ' '
                        ? Optional.empty()
                        : sequences.identity(inheritance, relation, row.text("attname"), identity == 'a'),
                storage(row.letter("storage")),
                compression(row.letter("compression")),
                row.optionalNumber("statistics"),
                row.sorted("attoptions"),
                row.is("attislocal"),
                row.number("attinhcount"));
    }

    private static Optional<String> storage(char letter) {
        return switch (letter) {
            case 'p' -> Optional.of("plain");
            case 'e' -> Optional.of("external");
            case 'm' -> Optional.of("main");
            case 'x' -> Optional.of("extended");
            default -> Optional.empty();
        };
    }

    private static Optional<String> compression(char letter) {
        return switch (letter) {
            case 'p' -> Optional.of("pglz");
            case 'l' -> Optional.of("lz4");
            default -> Optional.empty();
        };
    }

    /** Of a table or view, in their order. */
    List<Column> of(long relation) {
        return List.copyOf(columns.getOrDefault(relation, new TreeMap<>()).values());
    }

    /** The rights on single columns. */
    List<Privilege> privileges(long relation) {
        return privileges.getOrDefault(relation, List.of());
    }

    /** Of an index, such as {@code 1=500}. */
    List<String> statistics(long index) {
        return List.copyOf(indexStatistics.getOrDefault(index, new TreeMap<>()).values());
    }
}
