package dev.plumbline.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.model.Origin;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Schema;
import dev.plumbline.rows.Filled;
import dev.plumbline.rows.Filler;
import dev.plumbline.rows.Shape;
import dev.plumbline.shadow.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows are made like those of a database, of which no value is read. */
@Tag("database")
class ShapeTest {
    private static final Path CASES = Path.of("src/test/resources/rows");
    private static final Pattern ESTIMATE = Pattern.compile("\"Plan Rows\": (\\d+)");

    /** Columns whose values must not be found on the other side. */
    private static final List<String> VALUES = List.of(
            "SELECT name FROM users",
            "SELECT email FROM users",
            "SELECT country FROM users",
            "SELECT id::text FROM devices",
            "SELECT settings::text FROM devices",
            "SELECT host(address) FROM devices",
            "SELECT encode(secret, 'hex') FROM devices",
            "SELECT unnest(tags) FROM products",
            "SELECT title FROM products",
            "SELECT note FROM orders WHERE note IS NOT NULL");

    private static Database source;
    private static Database made;
    private static Shape shape;
    private static List<Filled> filled = List.of();

    @BeforeAll
    static void fill() throws SQLException, IOException {
        source = TestServer.database(TestServer.shared().newDatabase());
        made = TestServer.database(TestServer.shared().newDatabase());
        String schema = Files.readString(CASES.resolve("schema.sql"));
        try (Session from = source.open()) {
            from.execute(schema);
            from.execute(Files.readString(CASES.resolve("rows.sql")));
            from.execute("ANALYZE");
        }
        shape = ShapeReader.read(source, "plumb");
        try (Session to = made.open()) {
            to.execute(schema);
            filled = new Filler(shape, Long.MAX_VALUE).fill(to, read(to));
            to.execute("ANALYZE");
        }
    }

    private static Schema read(Session session) {
        return new CatalogReader(session, "test", "plumb", _ -> Origin.of("test")).read();
    }

    @Test
    void everyTableHasAllItsRows() {
        assertThat(filled).hasSizeGreaterThan(10).allSatisfy(table -> {
            assertThat(table.gaps()).as(table.toString()).isEmpty();
            assertThat(table.rows()).as(table.toString()).isEqualTo(table.wanted());
        });
    }

    @Test
    void thePlannerExpectsTheSame() throws SQLException, IOException {
        List<String> queries = Files.readString(CASES.resolve("queries.sql"))
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("--"))
                .toList();
        List<String> wrong = new ArrayList<>();
        try (Session from = source.open();
                Session to = made.open()) {
            for (String query : queries) {
                double there = estimate(from, query);
                double here = estimate(to, query);
                double factor = Math.max(there, here) / Math.max(1, Math.min(there, here));
                System.out.printf(Locale.ROOT, "%.2f  %.0f and %.0f: %s%n", factor, there, here, query);
                if (factor > 2) {
                    wrong.add("%.0f and %.0f: %s".formatted(there, here, query));
                }
            }
        }
        assertThat(queries).hasSizeGreaterThanOrEqualTo(20);
        assertThat(wrong).isEmpty();
    }

    private static double estimate(Session session, String query) throws SQLException {
        Matcher rows = ESTIMATE.matcher(
                String.join("\n", session.query("EXPLAIN (FORMAT JSON) " + query, row -> row.getString(1))));
        assertThat(rows.find()).isTrue();
        return Double.parseDouble(rows.group(1));
    }

    @Test
    void noValueOfTheSourceIsThere() throws SQLException {
        try (Session from = source.open();
                Session to = made.open()) {
            for (String values : VALUES) {
                Set<String> there = new HashSet<>(from.query(values, row -> row.getString(1)));
                Set<String> here = new HashSet<>(to.query(values, row -> row.getString(1)));
                there.remove(null);
                assertThat(here).as(values).isNotEmpty();
                here.retainAll(there);
                assertThat(here).as(values).isEmpty();
            }
        }
    }

    @Test
    void everyRowPointsToOne() throws SQLException {
        try (Session to = made.open()) {
            List<String> keys = to.query(
                    "SELECT format('ALTER TABLE %s ADD CONSTRAINT again_%s %s', conrelid::regclass, oid, pg_get_constraintdef(oid))"
                            + " FROM pg_constraint WHERE contype IN ('f', 'c') AND conparentid = 0 AND conrelid <> 0",
                    row -> row.getString(1));
            assertThat(keys).hasSizeGreaterThan(8);
            for (String key : keys) {
                to.execute("BEGIN");
                to.execute(key);
                to.execute("ROLLBACK");
            }
        }
    }

    @Test
    void boundsAreThoseOfNumbersAndTimesThatAreNotSensitive() {
        assertThat(column("created_at").bounds()).isNotEmpty();
        assertThat(column("name").bounds()).isEmpty();
        assertThat(column("name").labels()).isEmpty();
        assertThat(column("country").frequencies()).isNotEmpty();
        assertThat(column("country").labels()).isEmpty();
        assertThat(column("salary").bounds())
                .as("its comment calls it sensitive")
                .isEmpty();
        assertThat(column("plan").labels()).isNotEmpty();
    }

    private static Shape.OfColumn column(String name) {
        return Objects.requireNonNull(Objects.requireNonNull(shape.tables().get(new QualifiedName("public", "users")))
                .columns()
                .get(name));
    }
}
