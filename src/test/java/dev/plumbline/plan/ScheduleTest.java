package dev.plumbline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The order of a plan, where what needs what leaves a choice. */
@Tag("database")
class ScheduleTest {
    @Test
    void whatGoesForAWhileComesBackNext() throws SQLException {
        List<String> lines = lines("""
                CREATE TABLE a (x int, y int);
                CREATE TABLE z (x int);
                CREATE VIEW v AS SELECT x FROM a;
                """, """
                CREATE TABLE a (x bigint, y int, added int);
                CREATE TABLE z (x int, added int);
                CREATE VIEW v AS SELECT x FROM a;
                """);
        assertThat(lines)
                .containsSubsequence(
                        "DROP VIEW public.v",
                        "ALTER TABLE public.a ALTER COLUMN x TYPE bigint USING x::bigint",
                        "CREATE VIEW public.v (x) AS SELECT x FROM public.a");
        assertThat(lines.indexOf("CREATE VIEW public.v (x) AS SELECT x FROM public.a"))
                .isEqualTo(lines.indexOf("DROP VIEW public.v") + 2);
    }

    @Test
    void itGoesWhenWhatDoesNotWaitForItIsDone() throws SQLException {
        assertThat(lines("""
                        CREATE TABLE a (x int);
                        CREATE TABLE z (x int);
                        CREATE VIEW v AS SELECT x FROM a;
                        """, """
                        CREATE TABLE a (x bigint, added int);
                        CREATE TABLE z (x int, added int);
                        CREATE VIEW v AS SELECT x FROM a;
                        """))
                .containsSubsequence("ALTER TABLE public.z ADD COLUMN added integer", "DROP VIEW public.v");
    }

    @Test
    void whatHangsOnItGoesBeforeItAndReturnsAfterIt() throws SQLException {
        assertThat(lines("""
                        CREATE TABLE a (x int);
                        CREATE VIEW v AS SELECT x FROM a;
                        CREATE VIEW u AS SELECT x FROM v;
                        COMMENT ON VIEW u IS 'above';
                        """, """
                        CREATE TABLE a (x bigint);
                        CREATE VIEW v AS SELECT x FROM a;
                        CREATE VIEW u AS SELECT x FROM v;
                        COMMENT ON VIEW u IS 'above';
                        """))
                .containsExactly(
                        "DROP VIEW public.u",
                        "DROP VIEW public.v",
                        "ALTER TABLE public.a ALTER COLUMN x TYPE bigint USING x::bigint",
                        "CREATE VIEW public.v (x) AS SELECT x FROM public.a",
                        "CREATE VIEW public.u (x) AS SELECT x FROM public.v",
                        "COMMENT ON VIEW public.u IS 'above'");
    }

    @Test
    void twoThatGoForAWhileAreNotAwayAtOnce() throws SQLException {
        assertThat(lines("""
                        CREATE TABLE a (x int);
                        CREATE TABLE b (x int);
                        CREATE VIEW va AS SELECT x FROM a;
                        CREATE VIEW vb AS SELECT x FROM b;
                        """, """
                        CREATE TABLE a (x bigint);
                        CREATE TABLE b (x bigint);
                        CREATE VIEW va AS SELECT x FROM a;
                        CREATE VIEW vb AS SELECT x FROM b;
                        """))
                .containsExactly(
                        "DROP VIEW public.va",
                        "ALTER TABLE public.a ALTER COLUMN x TYPE bigint USING x::bigint",
                        "CREATE VIEW public.va (x) AS SELECT x FROM public.a",
                        "DROP VIEW public.vb",
                        "ALTER TABLE public.b ALTER COLUMN x TYPE bigint USING x::bigint",
                        "CREATE VIEW public.vb (x) AS SELECT x FROM public.b");
    }

    @Test
    void whatLosesDataGoesLast() throws SQLException {
        assertThat(lines("""
                        CREATE TABLE a (gone int);
                        CREATE TABLE z (x int);
                        """, """
                        CREATE TABLE a ();
                        CREATE TABLE z (x int, added int);
                        """))
                .containsExactly(
                        "ALTER TABLE public.z ADD COLUMN added integer", "ALTER TABLE public.a DROP COLUMN gone");
    }

    private static List<String> lines(String from, String to) throws SQLException {
        return Plans.lines(Plans.safe(from, to).steps());
    }
}
