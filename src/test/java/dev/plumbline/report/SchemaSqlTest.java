package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.TwoAtATime;
import dev.plumbline.db.Session;
import dev.plumbline.diff.Change;
import dev.plumbline.diff.OtherChange;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.Origin;
import dev.plumbline.model.Schema;
import dev.plumbline.shadow.EmbeddedServer;
import dev.plumbline.shadow.TestServer;
import dev.plumbline.source.postgres.CatalogReader;
import dev.plumbline.sql.SourceText;
import dev.plumbline.sql.Splitter;
import dev.plumbline.sql.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** The SQL of a schema, run on an empty database of another server, makes a schema that is no different. */
@Tag("database")
class SchemaSqlTest {
    private static final Path CASES = Path.of("src/test/resources/roundtrip");

    /** The schemas that the others lead to have nothing that these have not. */
    private static final List<String> KINDS =
            List.of("expressions", "partitions", "routines", "tables", "types", "views");

    private static final Pattern ROLE = Pattern.compile("(?m)^--   (CREATE ROLE .*;)$");

    /** Kinds that plans do not know, and what needs them; triggers that refuse whatever comes after them. */
    private static final String UNKNOWN_KINDS = """
            CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
            CREATE TABLE kept (id int PRIMARY KEY, name text);
            COMMENT ON TABLE kept IS 'stays';
            CREATE FUNCTION alike(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
            CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = alike);
            CREATE VIEW uses AS SELECT id FROM kept WHERE id === 1;
            CREATE VIEW uses_that AS SELECT * FROM uses;
            CREATE FOREIGN DATA WRAPPER "odd
            name";
            CREATE TEXT SEARCH CONFIGURATION words (COPY = simple);
            CREATE INDEX kept_words ON kept USING gin (to_tsvector('words', name));
            CREATE EVENT TRIGGER refusing ON ddl_command_start WHEN TAG IN ('COMMENT', 'GRANT', 'CREATE TABLE')
                EXECUTE FUNCTION refuse();
            """;

    private static final EmbeddedServer THERE = EmbeddedServer.start(EmbeddedServer.Options.throwaway());
    private static final EmbeddedServer EMPTY = EmbeddedServer.start(EmbeddedServer.Options.throwaway());

    private static final AtomicInteger DATABASES = new AtomicInteger();

    @AfterAll
    static void stop() {
        THERE.close();
        EMPTY.close();
    }

    @TestFactory
    Stream<DynamicTest> roundTrips() throws IOException {
        Map<String, Executable> tests = new LinkedHashMap<>();
        for (String file : KINDS) {
            for (String block : Files.readString(CASES.resolve(file + ".txt")).split("(?m)^### ", -1)) {
                String[] halves = block.split("(?m)^--->$", 2);
                if (halves.length == 2 && !halves[1].isBlank()) {
                    tests.put(file + ": " + block.lines().findFirst().orElseThrow(), () -> assertThat(made(halves[1]))
                            .isEmpty());
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(50);
        return TwoAtATime.run(tests);
    }

    @Test
    void makesAnExample() throws Exception {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of("examples/inference-platform/db/migrations"))) {
            for (Path file : files.filter(it -> it.toString().endsWith(".up.sql"))
                    .sorted()
                    .toList()) {
                all.append(Files.readString(file)).append('\n');
            }
        }
        assertThat(made(all.toString())).isEmpty();
        assertThat(textOf(all.toString())).isEqualTo(textOf(all.toString()));
    }

    @Test
    void makesWhatANewDatabaseLacksOfOne() throws Exception {
        assertThat(made("DROP SCHEMA public; CREATE SCHEMA app; CREATE TABLE app.t (id int)"))
                .isEmpty();
        assertThat(made("REVOKE USAGE ON SCHEMA public FROM PUBLIC; COMMENT ON SCHEMA public IS NULL"))
                .isEmpty();
    }

    @Test
    void makesViewsThatNeedEachOther() throws Exception {
        String circles = """
                CREATE TYPE "odd type" AS ENUM ('a');
                CREATE VIEW first WITH (security_barrier) AS
                    SELECT 1 AS x, 'a'::"odd type" AS "odd ""na""me", 'b'::varchar(7) COLLATE "C" AS z;
                CREATE VIEW second AS SELECT * FROM first;
                CREATE VIEW third WITH (check_option = local) AS SELECT * FROM second;
                ALTER VIEW third ALTER x SET DEFAULT 2;
                COMMENT ON COLUMN third.x IS 'goes round';
                GRANT SELECT ON third TO roundtrip_a;
                CREATE VIEW beside AS SELECT x FROM third;
                CREATE OR REPLACE VIEW first WITH (security_barrier) AS SELECT * FROM third;
                CREATE VIEW counted AS SELECT 1 AS n;
                CREATE FUNCTION count_it() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT n FROM counted; END;
                CREATE OR REPLACE VIEW counted AS SELECT count_it() AS n;
                """;
        assertThat(made(circles)).isEmpty();
        assertThat(textOf(circles))
                .contains("CREATE VIEW public.third (x, \"odd \"\"na\"\"me\", z) AS\nSELECT NULL::integer")
                .contains("CREATE OR REPLACE VIEW public.third (", "CREATE OR REPLACE VIEW public.counted (");
    }

    @Test
    void namesWhatItCannotMake() throws Exception {
        assertThat(made(UNKNOWN_KINDS)).allSatisfy(change -> assertThat(change).isInstanceOf(OtherChange.class));
        String text = textOf(UNKNOWN_KINDS);
        assertThat(text.lines().takeWhile(line -> line.startsWith("--")).skip(2))
                .containsExactly(
                        "-- not made, for plans know no objects of such kinds:",
                        "--   foreign-data wrapper \"odd\\nname\"",
                        "--   operator public.===(integer,integer)",
                        "--   text search configuration public.words",
                        "-- not made, for it cannot be without those:",
                        "--   index public.kept_words",
                        "--   view public.uses",
                        "--   view public.uses_that");
        assertThat(text).contains("CREATE TABLE public.kept");
    }

    @Test
    void knowsWhatANewDatabaseHolds() throws SQLException {
        try (Session session = open(EMPTY)) {
            Schema read = read(session);
            assertThat(SchemaDiff.of(Schema.ofNewDatabase("test", read.serverMajor()), read)
                            .changes())
                    .isEmpty();
            assertThat(new SchemaSql(read).text())
                    .isEqualTo(
                            "-- the schema of test, for an empty database of PostgreSQL " + read.serverMajor() + "\n");
        }
    }

    private static String textOf(String script) throws SQLException {
        try (Session there = open(THERE)) {
            run(there, script);
            return new SchemaSql(read(there)).text();
        }
    }

    /** What still differs after the SQL of the schema that a script makes was run elsewhere. */
    private static List<Change> made(String script) throws SQLException {
        try (Session there = open(THERE);
                Session empty = open(EMPTY)) {
            for (String role : List.of("roundtrip_a", "roundtrip_b")) {
                makeRole(there, "CREATE ROLE " + role);
            }
            run(there, script);
            Schema wanted = read(there);
            String text = new SchemaSql(wanted).text();
            for (MatchResult role : ROLE.matcher(text).results().toList()) {
                makeRole(empty, role.group(1));
            }
            run(empty, text);
            return SchemaDiff.of(read(empty), wanted).changes().stream()
                    .filter(change -> !text.contains("--   " + change.id()))
                    .toList();
        }
    }

    private static void makeRole(Session session, String statement) throws SQLException {
        try {
            session.execute(statement);
        } catch (SQLException e) {
            // Another case has made it, or does so right now.
            assertThat(e.getSQLState()).isIn("42710", "23505");
        }
    }

    /** As psql does. */
    private static void run(Session session, String script) throws SQLException {
        for (Statement statement : Splitter.split(SourceText.of("test", script)).statements()) {
            try {
                session.execute(statement.text());
            } catch (SQLException e) {
                throw new AssertionError(e.getMessage() + "\nin: " + statement.text() + "\nof:\n" + script, e);
            }
        }
    }

    private static Schema read(Session session) {
        return new CatalogReader(session, "test", "plumb", _ -> Origin.of("test")).read();
    }

    /** A session on a new database. */
    private static Session open(EmbeddedServer server) throws SQLException {
        String name = "made" + DATABASES.incrementAndGet();
        try (Session admin = TestServer.database(server.url("postgres")).open()) {
            // Half the time of the usual way, for a server that waits for no disk.
            admin.execute("CREATE DATABASE " + name + " STRATEGY file_copy");
        }
        return TestServer.database(server.url(name)).open();
    }
}
