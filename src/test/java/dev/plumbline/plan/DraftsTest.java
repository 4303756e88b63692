package dev.plumbline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where a plan is cut into migrations. */
@Tag("database")
class DraftsTest {
    @Test
    void eachIsAboutOneRelation() throws SQLException {
        assertThat(statements("""
                        CREATE TABLE a (x int);
                        CREATE TABLE b (x int);
                        """, """
                        CREATE TABLE a (x int, y int, z int);
                        CREATE TABLE b (x int, y int);
                        """))
                .containsExactly(
                        List.of(
                                "ALTER TABLE public.a ADD COLUMN y integer",
                                "ALTER TABLE public.a ADD COLUMN z integer"),
                        List.of("ALTER TABLE public.b ADD COLUMN y integer"));
    }

    @Test
    void whatMakesRoomComesBackInTheSame() throws SQLException {
        assertThat(statements("""
                        CREATE TABLE a (x int);
                        CREATE VIEW v AS SELECT x FROM a;
                        """, """
                        CREATE TABLE a (x bigint);
                        CREATE VIEW v AS SELECT x FROM a;
                        """))
                .containsExactly(List.of(
                        "DROP VIEW public.v",
                        "ALTER TABLE public.a ALTER COLUMN x TYPE bigint USING x::bigint",
                        "CREATE VIEW public.v (x) AS SELECT x FROM public.a"));
    }

    @Test
    void aRoutineIsBackWithItsOtherArguments() throws SQLException {
        assertThat(statements("""
                        CREATE TABLE a (x int);
                        CREATE FUNCTION f(x int) RETURNS int RETURN 1;
                        """, """
                        CREATE TABLE a (x bigint, y int);
                        CREATE FUNCTION f(x int, y int DEFAULT 0) RETURNS int RETURN 1;
                        """).getLast()).hasSize(2).first().isEqualTo("DROP FUNCTION public.f(integer)");
    }

    /** Before, a check would refuse rows that still belong there; after, they would go to the default partition. */
    @Test
    void aPartitionGivesPartOfItsPlaceToAnother() throws SQLException {
        List<List<String>> statements = statements("""
                CREATE TABLE m (x int NOT NULL) PARTITION BY RANGE (x);
                CREATE TABLE m1 PARTITION OF m FOR VALUES FROM (1) TO (9);
                CREATE TABLE md PARTITION OF m DEFAULT;
                """, """
                CREATE TABLE m (x int NOT NULL) PARTITION BY RANGE (x);
                CREATE TABLE m1 PARTITION OF m FOR VALUES FROM (1) TO (5);
                CREATE TABLE m2 PARTITION OF m FOR VALUES FROM (5) TO (7);
                CREATE TABLE m3 PARTITION OF m FOR VALUES FROM (7) TO (9);
                CREATE TABLE md PARTITION OF m DEFAULT;
                CREATE INDEX i ON m (x);
                """);
        List<String> exchange = statements.stream()
                .filter(it -> it.contains("ALTER TABLE public.m DETACH PARTITION public.m1"))
                .findFirst()
                .orElseThrow();
        assertThat(exchange.stream().filter(it -> it.contains(" ATTACH PARTITION ")))
                .hasSize(3);
        assertThat(statements.get(statements.indexOf(exchange) - 1))
                .singleElement()
                .asString()
                .contains("plumb_bounds", "NOT VALID");
    }

    @Test
    void newTablesShareOne() throws SQLException {
        List<Draft> drafts = drafts("SELECT 1", """
                CREATE TABLE a (id int PRIMARY KEY);
                CREATE TABLE b (a int REFERENCES a);
                CREATE INDEX b_a ON b (a);
                COMMENT ON TABLE b IS 'of a';
                """);
        assertThat(drafts).hasSize(1);
        assertThat(drafts.getFirst().transaction()).isTrue();
    }

    @Test
    void aForeignKeyToATableInUseIsNotNew() throws SQLException {
        assertThat(drafts("CREATE TABLE a (id int PRIMARY KEY)", """
                        CREATE TABLE a (id int PRIMARY KEY);
                        CREATE TABLE b (a int REFERENCES a);
                        CREATE TABLE c (id int);
                        """)).hasSizeGreaterThan(1);
    }

    @Test
    void whatRunsInNoTransactionIsAlone() throws SQLException {
        List<Draft> drafts = drafts("CREATE TABLE a (x int, y int)", """
                CREATE TABLE a (x int, y int);
                CREATE INDEX a_x ON a (x);
                CREATE INDEX a_y ON a (y);
                """);
        assertThat(drafts).hasSize(2).allSatisfy(draft -> {
            assertThat(draft.steps()).hasSize(1);
            assertThat(draft.transaction()).isFalse();
        });
    }

    @Test
    void whatReadsAllRowsIsNotWithWhatLocksThem() throws SQLException {
        assertThat(statements("CREATE TABLE a (x int)", "CREATE TABLE a (x int CONSTRAINT big CHECK (x > 0))"))
                .containsExactly(
                        List.of("ALTER TABLE public.a ADD CONSTRAINT big CHECK ((x > 0)) NOT VALID"),
                        List.of("ALTER TABLE public.a VALIDATE CONSTRAINT big"));
    }

    @Test
    void whatWritesRowsIsAlone() throws SQLException {
        List<Draft> drafts =
                drafts("CREATE TABLE a (x int)", "CREATE TABLE a (x int, y float DEFAULT random(), z int)");
        assertThat(drafts.stream().filter(Draft::backfill)).singleElement().satisfies(draft -> assertThat(
                        Plans.lines(draft.steps()))
                .containsExactly("UPDATE public.a SET y = DEFAULT WHERE y IS NULL"));
    }

    @Test
    void whatLosesDataIsNotWithWhatDoesNot() throws SQLException {
        List<Draft> drafts = drafts("CREATE TABLE a (x int, gone int)", "CREATE TABLE a (x int, y int)");
        assertThat(drafts)
                .extracting(Draft::lost)
                .containsExactly(List.of(), List.of("values of column public.a.gone"));
    }

    @Test
    void aNewLabelIsNotUsedWhereItIsAdded() throws SQLException {
        List<List<String>> statements = statements("""
                CREATE TYPE mood AS ENUM ('calm');
                CREATE TABLE a (m mood);
                """, """
                CREATE TYPE mood AS ENUM ('calm', 'cross');
                CREATE TABLE a (m mood DEFAULT 'cross');
                """);
        assertThat(statements).hasSize(2);
        assertThat(statements.getFirst()).singleElement().asString().contains(" ADD VALUE ");
    }

    @Test
    void noStepIsLostOrMoved() throws SQLException {
        Plan plan = Plans.safe("""
                CREATE TABLE a (x int, gone int);
                CREATE VIEW v AS SELECT x FROM a;
                CREATE INDEX a_x ON a (x);
                """, """
                CREATE TABLE a (x bigint NOT NULL);
                CREATE TABLE b (x int);
                CREATE VIEW v AS SELECT x FROM a;
                CREATE INDEX a_x ON a (x DESC);
                """);
        assertThat(Drafts.of(plan).stream().flatMap(draft -> draft.steps().stream()))
                .containsExactlyElementsOf(plan.steps());
    }

    private static List<Draft> drafts(String from, String to) throws SQLException {
        return Drafts.of(Plans.safe(from, to));
    }

    private static List<List<String>> statements(String from, String to) throws SQLException {
        return drafts(from, to).stream()
                .map(draft -> Plans.lines(draft.steps()))
                .toList();
    }
}
