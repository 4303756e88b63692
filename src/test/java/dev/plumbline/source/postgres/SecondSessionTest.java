package dev.plumbline.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.model.Origin;
import dev.plumbline.model.Schema;
import dev.plumbline.shadow.TestServer;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A database is read the same in two sessions as in one. */
@Tag("database")
class SecondSessionTest {
    private static final String SCRIPT = """
            CREATE TABLE parents (id int PRIMARY KEY, code text UNIQUE CHECK (code <> ''));
            CREATE TABLE children (
                id bigint GENERATED ALWAYS AS IDENTITY, parent int REFERENCES parents, at timestamptz DEFAULT now(),
                EXCLUDE USING gist (int4range(parent, parent + 1) WITH &&)) WITH (fillfactor = 70);
            CREATE INDEX ON children (parent, at DESC) WHERE at IS NOT NULL;
            CREATE TABLE parts (id int, at date) PARTITION BY RANGE (at);
            CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            CREATE INDEX ON parts (id);
            CREATE VIEW seen AS SELECT p.code, c.at FROM parents p JOIN children c ON c.parent = p.id;
            """;

    @Test
    void readsTheSameAsOne() throws SQLException {
        Database database = TestServer.database(TestServer.shared().newDatabase());
        try (Session session = database.open()) {
            session.execute(SCRIPT);
            Schema inOne = reader(session, Optional.empty()).read();
            Schema inTwo = reader(session, Optional.of(database)).read();
            assertThat(inTwo).isEqualTo(inOne);
            assertThat(inTwo.objects()).hasSizeGreaterThan(8);
        }
    }

    @Test
    void seesWhatTheFirstSees() throws SQLException {
        Database database = TestServer.database(TestServer.shared().newDatabase());
        try (Session first = database.open();
                Session other = database.open()) {
            first.execute(CatalogReader.BEGIN + CatalogReader.SETTINGS);
            Query count = Query.of("SELECT count(*) FROM pg_class WHERE relname = 'late'");
            try (SecondSession second = SecondSession.beside(first, database, 0).orElseThrow()) {
                other.execute("CREATE TABLE late ()");
                second.ask(count, count.on(18));
                try (Session.Rows rows = second.rows(count)) {
                    rows.each(row -> assertThat(row.getInt(1)).isZero());
                }
            }
        }
    }

    @Test
    void isNotOpenedForASmallDatabase() throws SQLException {
        Database database = TestServer.database(TestServer.shared().newDatabase());
        try (Session first = database.open()) {
            first.execute(CatalogReader.BEGIN + CatalogReader.SETTINGS);
            assertThat(SecondSession.beside(first, database, 1L << 40)).isEmpty();
        }
    }

    @Test
    void isDoneWithoutWhereARoleMayHaveButOne() throws SQLException {
        String url = TestServer.shared().newDatabase();
        try (Session admin = TestServer.database(url).open()) {
            admin.execute(SCRIPT);
            admin.execute("CREATE ROLE lonely LOGIN PASSWORD 'lonely' CONNECTION LIMIT 1");
        }
        Database database = TestServer.database(url.replaceFirst("//[^@]*@", "//lonely:lonely@"));
        try (Session only = database.open()) {
            Schema schema = reader(only, Optional.of(database)).read();
            assertThat(schema).isEqualTo(reader(only, Optional.empty()).read());
        }
    }

    @Test
    void isDoneWithoutWhereNobodyMayExportASnapshot() throws SQLException {
        String url = TestServer.shared().newDatabase();
        try (Session admin = TestServer.database(url).open()) {
            admin.execute("CREATE ROLE plain LOGIN PASSWORD 'plain';"
                    + " REVOKE EXECUTE ON FUNCTION pg_export_snapshot() FROM PUBLIC");
        }
        Database database = TestServer.database(url.replaceFirst("//[^@]*@", "//plain:plain@"));
        try (Session session = database.open()) {
            session.execute(CatalogReader.BEGIN + CatalogReader.SETTINGS);
            assertThat(SecondSession.beside(session, database, 0)).isEmpty();
            assertThat(session.text("SHOW search_path")).contains("\"\"");
        }
    }

    private static CatalogReader reader(Session session, Optional<Database> database) {
        return new CatalogReader(session, database, 0, "test", "plumb", _ -> Origin.of("test"));
    }
}
