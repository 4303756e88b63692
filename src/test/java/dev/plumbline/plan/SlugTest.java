package dev.plumbline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the files of a plan are called. */
@Tag("database")
class SlugTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a                                     | CREATE TABLE b (x int)                                        | create table b
            a                                     | CREATE TABLE b (x int); CREATE TABLE c (x int)                | create table b and 1 other
            a                                     | CREATE TYPE m AS ENUM ('x'); CREATE TABLE b (m m)             | create table b and 1 other
            a                                     | CREATE TABLE b (x int); CREATE INDEX i ON b (x)               | create table b
            CREATE TABLE t (x int)                | CREATE TABLE t (x int, y int)                                 | add column t y
            CREATE TABLE t (x int)                | CREATE TABLE t (x int, y int, z int)                          | change t
            CREATE TABLE t (x int)                | CREATE TABLE t (x bigint)                                     | change type of column t x
            CREATE TABLE t (x int, y int)         | CREATE TABLE t (x int)                                        | drop column t y
            CREATE TABLE t (x int)                | CREATE TABLE t (x int CONSTRAINT c CHECK (x > 0))             | add constraint c, validate constraint c
            CREATE TABLE t (x int)                | CREATE TABLE t (x int); CREATE INDEX i ON t (x)               | create index i
            CREATE TABLE t (x int)                | CREATE TABLE t (x int); COMMENT ON COLUMN t.x IS 'it'         | comment on column t x
            CREATE TABLE t (x int)                | CREATE TABLE t (x int, y float DEFAULT random())              | add column t y, fill column t y
            CREATE FUNCTION f(a int, b text) RETURNS int LANGUAGE sql AS 'SELECT 1' | a                           | drop function f
            CREATE TABLE t (x int)                | CREATE TABLE t (x int, "y; DROP --" int)                      | add column t y DROP
            CREATE TABLE t (x int)                | CREATE TABLE t (x int, "Größe" int)                           | add column t Größe
            CREATE TABLE t (x int); CREATE VIEW v AS SELECT x FROM t | CREATE TABLE t (x bigint); CREATE VIEW v AS SELECT x FROM t | change type of column t x
            """)
    void saysWhatAMigrationIsFor(String from, String to, String slugs) throws SQLException {
        assertThat(String.join(", ", slugs(from, to))).isEqualTo(slugs);
    }

    @Test
    void isNoLongerThanANameCanBeRead() throws SQLException {
        String name = "a_name_that_goes_on_as_far_as_postgresql_has_room_for_it_0123";
        assertThat(slugs("a", "CREATE TABLE " + name + " (x int)"))
                .singleElement()
                .asString()
                .hasSizeLessThanOrEqualTo(60)
                .startsWith("create table a name that goes on");
    }

    /** {@code a} stands for nothing. */
    private static List<String> slugs(String from, String to) throws SQLException {
        return Drafts.of(Plans.safe(from.replaceFirst("^a$", "SELECT 1"), to.replaceFirst("^a$", "SELECT 1"))).stream()
                .map(Draft::slug)
                .toList();
    }
}
