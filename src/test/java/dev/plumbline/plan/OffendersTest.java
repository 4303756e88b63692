package dev.plumbline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.db.Session;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.Schema;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The queries that a plan gives, run on the database that it is for. */
@Tag("database")
class OffendersTest {
    private static final String BEFORE = """
            CREATE TABLE u (a int, b int, UNIQUE (a, b));
            CREATE TABLE "T t" (id int PRIMARY KEY, a int, "b B" int, up int);
            INSERT INTO u VALUES (1, 1);
            INSERT INTO "T t" VALUES (1, 1, 1, 1);
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ALTER COLUMN a SET NOT NULL                                   | 2, NULL, 1, 1
            ADD CHECK (a > 0 AND "b B" <> 0)                              | 2, -5, 1, 1
            ADD CHECK (a > 0) NO INHERIT                                  | 2, -5, 1, 1
            ADD FOREIGN KEY (a, "b B") REFERENCES u (a, b)                | 2, 5, 1, 1
            ADD FOREIGN KEY (a, "b B") REFERENCES u (a, b) MATCH FULL     | 2, NULL, 1, 1
            ADD FOREIGN KEY (up) REFERENCES "T t"                         | 2, 1, 1, 7
            """)
    void findsTheRowThatBreaksAConstraint(String alter, String row) throws SQLException {
        try (Arena.Ground here = Arena.shared().lend();
                Arena.Ground there = Arena.shared().lend()) {
            Session session = here.session();
            session.execute(BEFORE);
            there.session().execute(BEFORE + "ALTER TABLE \"T t\" " + alter);
            List<String> queries = queries(RoundTrip.read(session), RoundTrip.read(there.session()));
            assertThat(queries).hasSize(1);
            String count = "SELECT count(*), max(id) FROM (" + queries.getFirst() + ") AS found";
            assertThat(session.text("SELECT row(count, max)::text FROM (" + count + ")"))
                    .hasValue("(0,)");
            session.execute("INSERT INTO \"T t\" VALUES (" + row + ")");
            assertThat(session.text("SELECT row(count, max)::text FROM (" + count + ")"))
                    .hasValue("(1,2)");
        }
    }

    @Test
    void ofADomainThereIsNone() throws SQLException {
        try (Arena.Ground here = Arena.shared().lend();
                Arena.Ground there = Arena.shared().lend()) {
            String domain = "CREATE DOMAIN d AS int; CREATE TABLE t (c d);";
            here.session().execute(domain);
            there.session().execute(domain + "ALTER DOMAIN d ADD CHECK (VALUE > 0)");
            assertThat(queries(RoundTrip.read(here.session()), RoundTrip.read(there.session())))
                    .isEmpty();
        }
    }

    private static List<String> queries(Schema from, Schema to) {
        return Plan.offenders(Plan.of(SchemaDiff.of(from, to), Form.SAFE).steps());
    }
}
