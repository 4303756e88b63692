package dev.plumbline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.db.Session;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.Schema;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** Found are as many rows as is said, and none of those that the plan takes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a int, b int        | ALTER TABLE t ADD UNIQUE (a, b)                        | (1, 1), (1, 2), (NULL, 1), (NULL, 1)    | (1, 2), (1, 2)     | 1
            a int, b int        | ALTER TABLE t ADD UNIQUE (a) INCLUDE (b)               | (1, 1), (2, 1)                          | (1, 3), (2, 5)     | 2
            a int, b int        | ALTER TABLE t ADD UNIQUE NULLS NOT DISTINCT (a, b)     | (1, 1), (NULL, 1), (NULL, 2)            | (NULL, 1)          | 1
            a int NOT NULL      | ALTER TABLE t ADD PRIMARY KEY (a)                      | (1), (2)                                | (2), (2)           | 1
            "A b" text          | CREATE UNIQUE INDEX i ON t (lower("A b") DESC)         | ('x'), ('y'), (NULL), (NULL)            | ('X')              | 1
            a text, b text      | CREATE UNIQUE INDEX i ON t ((replace(a, ',"(', '')) COLLATE "C" text_pattern_ops, b NULLS FIRST) | ('x', 'y'), ('X', 'y') | ('x,"(', 'y') | 1
            a text              | CREATE UNIQUE INDEX i ON t (a COLLATE nocase)          | ('x'), ('y')                            | ('X')              | 1
            a int, b bool       | CREATE UNIQUE INDEX i ON t (a) WHERE b                 | (1, true), (1, false), (1, NULL)        | (1, true)          | 1
            a int, b bool       | CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT WHERE b AND a IS NULL | (1, true), (1, true), (NULL, true) | (NULL, true) | 1
            a pair              | CREATE UNIQUE INDEX i ON t (a)                         | ('(1,)'), (NULL), (NULL)                | ('(1,)')           | 1
            a int, b int4range  | ALTER TABLE t ADD EXCLUDE USING gist (b WITH &&)       | (1, '[1,2)'), (2, '[2,3)'), (1, NULL)   | (1, '[1,3)')       | 2
            a int, b int4range  | ALTER TABLE t ADD EXCLUDE USING gist (int4range(a, a, '[]') WITH =, b WITH &&) WHERE (a > 0) | (1, '[1,2)'), (2, '[1,2)'), (0, '[1,2)'), (0, '[1,2)') | (1, '[1,9)') | 1
            a int, b int4range  | ALTER TABLE t ADD EXCLUDE USING btree (a int4_ops DESC WITH OPERATOR(pg_catalog.=)) | (1, NULL), (2, NULL) | (1, NULL) | 1
            a mood              | ALTER TABLE t ALTER a TYPE text; DROP TYPE mood; CREATE TYPE mood AS ENUM ('calm'); ALTER TABLE t ALTER a TYPE mood USING a::mood | ('calm'), (NULL) | ('cross'), ('it''s') | 2
            a mood[]            | ALTER TABLE t ALTER a TYPE text[]; DROP TYPE mood; CREATE TYPE mood AS ENUM ('it''s', 'calm'); ALTER TABLE t ALTER a TYPE mood[] USING a::mood[] | ('{calm,NULL}'), ('{}') | ('{calm,cross}') | 1
            a text              | ALTER TABLE t ALTER a TYPE mood USING a::mood          | ('calm'), ('it''s'), (NULL)             | ('Calm'), ('')     | 2
            """)
    void findsTheRowsThatThePlanFailsOn(String columns, String change, String good, String bad, int found)
            throws SQLException {
        String before = """
                CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
                CREATE TYPE mood AS ENUM ('calm', 'cross', 'it''s');
                CREATE TYPE pair AS (a int, b int);
                CREATE TABLE t (%s);
                """.formatted(columns);
        try (Arena.Ground here = Arena.shared().lend();
                Arena.Ground there = Arena.shared().lend();
                Arena.Ground fine = Arena.shared().lend()) {
            Session session = here.session();
            there.session().execute(before + change);
            session.execute(before + "INSERT INTO t VALUES " + good);
            fine.session().execute(before + "INSERT INTO t VALUES " + good);
            Schema to = RoundTrip.read(there.session());
            List<Step> steps = steps(RoundTrip.read(session), to);
            List<String> queries = Plan.offenders(steps, to);
            assertThat(queries).hasSize(1);
            String count = "SELECT count(*) FROM (" + queries.getFirst() + ") AS found";
            assertThat(session.text(count)).as(queries.getFirst()).hasValue("0");
            session.execute("INSERT INTO t VALUES " + bad);
            assertThat(session.text(count)).as(queries.getFirst()).hasValue(Integer.toString(found));
            assertThat(failure(session, steps)).isPresent();
            assertThat(failure(fine.session(), steps)).isEmpty();
        }
    }

    /** Value by value, the query finds it where the change of the type fails on it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            integer          | smallint         | 32767; 32768; -32768; -32769
            bigint           | integer          | 2147483647; 2147483648; -2147483648; -2147483649
            numeric          | smallint         | 32767.4; 32767.5; -32768.4; -32768.5; NaN; Infinity; -Infinity
            numeric          | bigint           | 9223372036854775807.4; 9223372036854775807.5; -9223372036854775808.4; -9223372036854775808.5
            double precision | smallint         | 32766.5; 32767.4; 32767.5; -32768.5; -32768.6; NaN; Infinity
            double precision | bigint           | 9223372036854774784; 9223372036854775808; -9223372036854775808; 1e30
            real             | integer          | 2147483520; 2147483648; -2147483648; -2147483904; NaN
            integer          | numeric(4,2)     | 99; 100; -99; -100
            numeric          | numeric(4,2)     | 99.994; 99.995; -99.995; NaN; Infinity
            numeric(9,4)     | numeric(4,2)     | 99.9949; 99.9950
            numeric          | numeric(3,-2)    | 99949; 99950
            numeric          | numeric(2,4)     | 0.00994; 0.00995; 1
            double precision | numeric(4,2)     | 99.994; 99.996; NaN; Infinity; -Infinity
            text             | integer          | 1; ' 1 '; 1.5; ''; 2147483648; one; 0x1F
            character varying(9) | numeric(4,2) | 99.994; 99.995; x; NaN
            text             | date             | 2024-02-29; 2023-02-29; today; infinity
            text             | timestamp(0) with time zone | 2024-01-01 00:00:60; 2024-01-01 25:00; x
            text             | boolean          | yes; Of; o; maybe
            text             | uuid             | 00000000-0000-0000-0000-000000000000; x
            text             | jsonb            | {}; {; [1,]
            mood             | integer          | 1; calm
            text             | character varying(3) | abc; 'abc  '; abcd; '    '; 'äöüß'
            character varying(9) | character(3) | ab; 'abc '; abcd
            character(9)     | character varying(3) | abc; abcd
            integer          | character varying(3) | 999; -99; 1000; -100
            boolean          | character varying(4) | t; f
            mood             | character varying(3) | 1; calm
            bit varying      | bit(3)           | 101; 10; 1010
            bit varying(9)   | bit varying(3)   | 101; 10; 1010
            """)
    void findsTheValuesThatDoNotConvert(String from, String to, String values) throws SQLException {
        try (Arena.Ground here = Arena.shared().lend();
                Arena.Ground there = Arena.shared().lend()) {
            Session session = here.session();
            String type = "CREATE TYPE mood AS ENUM ('calm', '1');";
            session.execute(type + "CREATE TABLE t (a " + from + ")");
            there.session().execute(type + "CREATE TABLE t (a " + to + ")");
            Schema after = RoundTrip.read(there.session());
            List<Step> steps = steps(RoundTrip.read(session), after);
            List<String> queries = Plan.offenders(steps, after);
            assertThat(queries).hasSize(1);
            Set<Boolean> seen = new HashSet<>();
            for (String value : values.split(";", -1)) {
                String text = value.strip().replaceAll("^'|'$", "");
                session.execute("TRUNCATE t; INSERT INTO t VALUES ('" + text + "'), (NULL); BEGIN");
                boolean found = session.is("SELECT EXISTS (" + queries.getFirst() + ")");
                Optional<SQLException> failure = failure(session, steps);
                session.rollback();
                assertThat(found)
                        .as("%s of %s: %s", queries.getFirst(), text, failure)
                        .isEqualTo(failure.isPresent());
                seen.add(found);
            }
            assertThat(seen).hasSize(2);
        }
    }

    /** What never fails, and what cannot be said exactly. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a int            | ALTER TABLE t ALTER a TYPE bigint
            a varchar(3)     | ALTER TABLE t ALTER a TYPE text
            a varchar(9)[]   | ALTER TABLE t ALTER a TYPE varchar(3)[]
            a int            | ALTER TABLE t ALTER a TYPE text
            a text           | ALTER TABLE t ALTER a TYPE xml USING a::xml
            a char(9)        | ALTER TABLE t ALTER a TYPE int USING a::int
            a text[]         | ALTER TABLE t ALTER a TYPE int[] USING a::int[]
            a double precision | ALTER TABLE t ALTER a TYPE real
            a pair           | CREATE UNIQUE INDEX i ON t (a record_image_ops)
            a int            | CREATE INDEX i ON t (a)
            """)
    void elsewhereThereIsNone(String columns, String change) throws SQLException {
        try (Arena.Ground here = Arena.shared().lend();
                Arena.Ground there = Arena.shared().lend()) {
            String before = "CREATE TYPE pair AS (a int, b int); CREATE TABLE t (" + columns + ");";
            here.session().execute(before);
            there.session().execute(before + change);
            List<Step> steps = steps(RoundTrip.read(here.session()), RoundTrip.read(there.session()));
            assertThat(steps).isNotEmpty();
            assertThat(Plan.offenders(steps, RoundTrip.read(there.session()))).isEmpty();
        }
    }

    /** pg_input_is_valid came with PostgreSQL 16. */
    @ParameterizedTest
    @CsvSource({"15, text, 0", "16, text, 1", "15, bigint, 1"})
    void aTextIsTriedWhereTheServerCan(int major, String from, int queries) throws SQLException {
        try (Arena.Ground here = Arena.shared().lend();
                Arena.Ground there = Arena.shared().lend()) {
            here.session().execute("CREATE TABLE t (a " + from + ")");
            there.session().execute("CREATE TABLE t (a int)");
            Schema to = RoundTrip.read(there.session());
            Schema old = new Schema(to.source(), major, to.objects(), to.dependencies());
            assertThat(Plan.offenders(steps(RoundTrip.read(here.session()), to), old))
                    .hasSize(queries);
        }
    }

    /** Runs a plan as far as it goes. */
    private static Optional<SQLException> failure(Session session, List<Step> steps) {
        for (Step step : steps) {
            try {
                session.execute(step.sql());
            } catch (SQLException e) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }

    private static List<String> queries(Schema from, Schema to) {
        return Plan.offenders(steps(from, to), to);
    }

    private static List<Step> steps(Schema from, Schema to) {
        return Plan.of(SchemaDiff.of(from, to), Form.SAFE).steps();
    }
}
