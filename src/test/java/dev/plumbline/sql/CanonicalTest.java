package dev.plumbline.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "select 1;             | SELECT/* c */ 1",
                "select a.b            | select A . B -- c",
                "select a-b            | select a - b",
                "create table T(a int) | Create Table t ( a INT );;",
                "select e'x'           | select E'x'",
                "select 1; select 2    | ; select 1 ;\tselect 2 ; "
            })
    void layoutCommentsAndCaseDoNotCount(String a, String b) {
        assertThat(checksum(a)).isEqualTo(checksum(b)).hasSize(64).matches("[0-9a-f]+");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "select 1              | select 2",
                "select 'a'            | select 'A'",
                "select 'a b'          | select 'a  b'",
                "select 'a','b'        | select 'a'',''b'",
                "select 'a''b'         | select 'a' 'b'",
                "select \"a\"          | select a",
                "select \"a\"          | select \"A\"",
                "select Ä              | select ä",
                "select $$a b$$        | select $$a  b$$",
                "select $$a$$          | select $a$a$a$",
                "select ab             | select a b",
                "select a -- x         | select a - - x",
                "select a < = b        | select a <= b",
                "select E'a'           | select E 'a'",
                "select 1, 2           | select 1. 2",
                "select 1; select 2    | select 1 select 2",
                "select 1; select 2    | select 2; select 1",
                "select 0x1F           | select 0x1f"
            })
    void whatTheServerTellsApartCounts(String a, String b) {
        assertThat(checksum(a)).isNotEqualTo(checksum(b));
    }

    @Test
    void lineEndsDoNotCountEvenInLiterals() {
        String text = "select 'a\nb', $$c\nd$$, \"e\nf\", 'g' -- c\n 'h';\nCOPY t FROM stdin;\n1\n2\n\\.\n";
        assertThat(checksum(text.replace("\n", "\r\n"))).isEqualTo(checksum(text));
        assertThat(checksum("select 'a'\n  -- c\n\n 'b'")).isEqualTo(checksum("select 'a'\n'b'"));
    }

    @Test
    void copyRowsCount() {
        assertThat(checksum("COPY t FROM stdin;\n1\n\\.\n")).isNotEqualTo(checksum("COPY t FROM stdin;\n2\n\\.\n"));
        assertThat(checksum("COPY t FROM stdin;\nselect 1;\n\\.\n"))
                .isNotEqualTo(checksum("COPY t FROM stdin;\n\\.\nselect 1;\n"));
    }

    @Test
    void directivesAndTheirPlaceCount() {
        String plain = checksum("select 1; select 2;");
        String before = checksum("-- plumb:x a\nselect 1; select 2;");
        String between = checksum("select 1; -- plumb:x a\nselect 2;");
        String after = checksum("select 1; select 2; -- plumb:x a");
        assertThat(new String[] {plain, before, between, after}).doesNotHaveDuplicates();
        assertThat(checksum("--   plumb:x   a  \r\n\r\nselect 1; select 2;")).isEqualTo(before);
        assertThat(checksum("-- plumb:x b\nselect 1; select 2;")).isNotEqualTo(before);
    }

    @Test
    void aStatementHasAChecksumOfItsOwn() {
        Script script = split("select 1; SELECT  1; select 2");
        assertThat(Canonical.of(script).statements()).satisfies(c -> {
            assertThat(c.get(0)).hasSize(16).isEqualTo(c.get(1)).isNotEqualTo(c.get(2));
        });
    }

    @Test
    void checksumsOfAVersionNeverChange() {
        Script script = split("""
                -- plumb:no-transaction because
                CREATE INDEX CONCURRENTLY i ON "T" (lower(a)) WHERE b = 'x' AND c <> $$y$$ AND d > 1.5;
                COPY t FROM stdin;
                1\tä😀
                \\.
                """);
        Script parameter = split("select $1");
        assertThat(Canonical.VERSION).isEqualTo(2);
        assertThat(Canonical.of(script, 1).script())
                .isEqualTo("21fee4fa912614f0bf9713250263a936af04ea61e5cad40636d10726ac055296");
        assertThat(Canonical.of(parameter, 1).statements()).containsExactly("729255d8bb4b00c6");
        assertThat(Canonical.of(script, 2)).isEqualTo(Canonical.of(script));
        assertThat(Canonical.of(script).script())
                .isEqualTo("b064a3f0fc8ab6fabbb998354cabb3e6a6a9174fee50295e134ac9d93f03e979");
        assertThat(Canonical.of(parameter).statements()).containsExactly("472c1ff811d4385f");
    }

    private static Script split(String text) {
        return Splitter.split(SourceText.of("a.sql", text));
    }

    private static String checksum(String text) {
        return Canonical.of(split(text)).script();
    }
}
