package dev.plumbline.source.postgres;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.rows.Shape;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Reads the shape of a database from its statistics, with two queries however many tables it has. What must not be read does not leave
 * the server: it is the query that leaves it out.
 */
public final class ShapeReader {
    private static final String TABLES = """
            SELECT n.nspname, c.relname, c.reltuples, pg_relation_size(c.oid) > 0 AND c.reltuples <= 0 AS untold
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname <> ?
              AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'
            ORDER BY 1, 2
            """;

    /** A column is sensitive where its comment has that word. */
    private static final String COLUMNS = """
            SELECT n.nspname, c.relname, s.attname, s.null_frac, s.n_distinct, s.avg_width, s.correlation,
                   s.most_common_freqs,
                   CASE WHEN t.typcategory IN ('B', 'E') THEN s.most_common_vals::text::text[] END AS labels,
                   CASE WHEN t.typcategory IN ('N', 'D', 'T')
                             AND coalesce(col_description(c.oid, a.attnum), '') !~* '\\msensitive\\M'
                        THEN s.histogram_bounds::text::text[] END AS bounds
            FROM pg_stats s
            JOIN pg_namespace n ON n.nspname = s.schemaname
            JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = s.tablename AND c.relkind = 'r'
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = s.attname
            JOIN pg_type t ON t.oid = a.atttypid
            WHERE NOT s.inherited AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'
            """;

    private ShapeReader() {}

    /**
     * Reads it.
     *
     * @throws ProblemException {@code statistics-missing} where tables have rows and were never analysed, and those of reading a catalog
     */
    public static Shape read(Database database, String ledgerSchema) {
        String source = database.spec().display();
        try (Session session = database.openToRead()) {
            Map<QualifiedName, Map<String, Shape.OfColumn>> columns = new HashMap<>();
            session.each(COLUMNS, result -> {
                Row row = new Row(result, UnaryOperator.identity());
                columns.computeIfAbsent(name(row), _ -> new HashMap<>()).put(row.text("attname"), column(row));
            });
            SortedMap<QualifiedName, Shape.OfTable> tables = new TreeMap<>();
            List<QualifiedName> untold = new ArrayList<>();
            session.each(
                    TABLES,
                    result -> {
                        Row row = new Row(result, UnaryOperator.identity());
                        QualifiedName name = name(row);
                        if (row.is("untold")) {
                            untold.add(name);
                        }
                        long rows = Math.max(0, Math.round(row.real("reltuples")));
                        tables.put(name, new Shape.OfTable(rows, columns.getOrDefault(name, Map.of())));
                    },
                    ledgerSchema);
            Database.endReading(session);
            if (!untold.isEmpty()) {
                throw missing(untold, source);
            }
            return new Shape(tables);
        } catch (SQLException e) {
            throw ReadFailure.of(SqlFailure.of(e), source).exception(e);
        }
    }

    private static ProblemException missing(List<QualifiedName> tables, String source) {
        int more = tables.size() - 1;
        return Problem.of(
                        ProblemId.STATISTICS_MISSING,
                        "there are no statistics of " + tables.getFirst()
                                + (more > 0 ? " and " + more + " more tables" : ""))
                .at(source)
                .state("nothing was changed; rows are made by statistics alone, and no row is read")
                .remedy(
                        "in psql, as the owner of the tables: ANALYZE",
                        "or say how many rows there are: --rows TABLE=N,…")
                .exception();
    }

    private static QualifiedName name(Row row) throws SQLException {
        return new QualifiedName(row.text("nspname"), row.text("relname"));
    }

    private static Shape.OfColumn column(Row row) throws SQLException {
        return new Shape.OfColumn(
                row.real("null_frac"),
                row.real("n_distinct"),
                row.number("avg_width"),
                row.list("most_common_freqs").stream().map(Double::valueOf).toList(),
                row.list("labels"),
                row.list("bounds"),
                row.real("correlation"));
    }
}
