package dev.plumbline.sql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceTextTest {
    @Test
    void aByteOrderMarkIsDropped() {
        assertThat(SourceText.of("a.sql", "\ufeffselect 'ä\ufffd'".getBytes(UTF_8))
                        .text())
                .isEqualTo("select 'ä\ufffd'");
        assertThat(SourceText.of("a.sql", "\ufeffselect").text()).isEqualTo("select");
    }

    @Test
    void otherEncodingsAreRefused() {
        Problem latin = undecodable("select 1;\n-- caf\u00e9 au lait".getBytes(ISO_8859_1));
        assertThat(latin.id()).hasToString("not-utf8");
        assertThat(latin.what()).isEqualTo("the file is not UTF-8: byte 0xE9 at offset 16 (line 2) fits no character");
        assertThat(latin.at()).containsExactly("a.sql:2");
        assertThat(latin.remedies())
                .containsExactly(
                        "iconv -f WINDOWS-1252 -t UTF-8 'a.sql' > 'a.sql.utf8', then look it through and put it in place");

        Problem utf16 = undecodable("\ufeffselect".getBytes(UTF_16LE));
        assertThat(utf16.what()).isEqualTo("the file is UTF-16, not UTF-8: it starts with a UTF-16 byte order mark");
        assertThat(utf16.remedies().getFirst()).startsWith("iconv -f UTF-16 -t UTF-8 'a.sql'");

        Problem unmarked = undecodable("select".getBytes(UTF_16LE));
        assertThat(unmarked.what())
                .isEqualTo("the file is not text: a NUL byte at offset 1 (line 1); it looks like UTF-16");
        assertThat(unmarked.remedies().getFirst()).startsWith("iconv -f UTF-16LE -t UTF-8");

        assertThat(undecodable("a\r\nb\0".getBytes(UTF_8)).what())
                .isEqualTo("the file is not text: a NUL byte at offset 4 (line 2)");
        assertThat(undecodable(new byte[] {'a', (byte) 0xE4, 0}).what())
                .as("a binary file is not taken for text of another character set")
                .isEqualTo("the file is not text: a NUL byte at offset 2 (line 1)");
        assertThat(undecodable(new byte[] {'a', (byte) 0xE4, '\r'}).what()).contains("byte 0xE4 at offset 1 (line 1)");
        assertThat(undecodable(new byte[] {'\r', (byte) 0xC3}).what()).contains("byte 0xC3 at offset 1 (line 2)");
    }

    @Test
    void everySortOfLineEndCounts() {
        SourceText source = SourceText.of("a.sql", "a\nb\r\nc\rd😀e\n");
        assertThat(source.position(0)).isEqualTo(new Position(0, 1, 1));
        assertThat(source.position(2)).isEqualTo(new Position(2, 2, 1));
        assertThat(source.position(4)).isEqualTo(new Position(4, 2, 3));
        assertThat(source.position(5)).isEqualTo(new Position(5, 3, 1));
        assertThat(source.position(7)).isEqualTo(new Position(7, 4, 1));
        assertThat(source.position(10)).isEqualTo(new Position(10, 4, 3));
        assertThat(source.position(12)).isEqualTo(new Position(12, 5, 1));
    }

    @Test
    void excerptsPutACaretUnderTheColumn() {
        SourceText source = SourceText.of("a.sql", "select 1\n\tfrom\u001b 😀 x\n");
        assertThat(source.excerpt(source.position(19))).containsExactly("   2 | \tfrom  😀 x", "     | \t        ^");
        assertThat(source.excerpt(source.position(source.text().length()))).containsExactly("   3 |", "     | ^");
    }

    @Test
    void longLinesAreCutAroundTheCaret() {
        String line = "abcdefghij".repeat(50);
        SourceText source = SourceText.of("a.sql", line);
        for (int offset = 0; offset <= line.length(); offset++) {
            var lines = source.excerpt(source.position(offset));
            int caret = lines.get(1).indexOf('^');
            assertThat(lines).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(120));
            if (offset < line.length()) {
                assertThat(lines.get(0).charAt(caret)).isEqualTo(line.charAt(offset));
            }
        }
        assertThat(source.excerpt(source.position(250)).getFirst())
                .startsWith("   1 | …")
                .endsWith("…")
                .hasSize(119);
    }

    @Test
    void placeholdersAreReplacedOutsideOfComments() {
        SourceText source = SourceText.of("a.sql", """
                -- ${unknown}
                create role ${Flyway:User}; /* ${unknown} */
                select '${a.b}', $$ -- ${a.b}$$, ${empty}x, '${', '${not one}', '${}';
                COPY t FROM stdin;
                -- ${a.b}
                \\.
                """);
        SourceText expanded = source.expand(Map.of("flyway:user", "bob", "A.B", "it''s -- ${empty}", "empty", ""));
        assertThat(expanded.text()).isEqualTo("""
                -- ${unknown}
                create role bob; /* ${unknown} */
                select 'it''s -- ${empty}', $$ -- it''s -- ${empty}$$, x, '${', '${not one}', '${}';
                COPY t FROM stdin;
                -- it''s -- ${empty}
                \\.
                """);
        for (String word : new String[] {"create role", ";", "select", "$$,", "x, '", "COPY", "\\."}) {
            assertThat(expanded.position(expanded.text().indexOf(word)).offset())
                    .as(word)
                    .isEqualTo(source.text().indexOf(word));
        }
        assertThat(expanded.position(expanded.text().indexOf("bob") + 2))
                .isEqualTo(source.position(source.text().indexOf("${Fly")));
        assertThat(expanded.excerpt(expanded.position(expanded.text().indexOf("bob"))))
                .first()
                .isEqualTo("   2 | create role ${Flyway:User}; /* ${unknown} */");
    }

    @Test
    void expandingTwiceKeepsThePositions() {
        SourceText twice = SourceText.of("a.sql", "${a} x ${b} y")
                .expand(Map.of("a", "long ${c}", "b", "$" + "{c}"))
                .expand(Map.of("c", "1"));
        assertThat(twice.text()).isEqualTo("long 1 x 1 y");
        assertThat(twice.position(twice.text().indexOf('y')).column()).isEqualTo(13);
        assertThat(twice.position(9).column()).isEqualTo(8);
    }

    @Test
    void anUnknownPlaceholderIsAProblem() {
        Problem problem = catchThrowableOfType(ProblemException.class, () -> SourceText.of("a.sql", "select\n ${ownr};")
                        .expand(Map.of("owner", "a", "App", "b")))
                .problem();
        assertThat(problem.id()).hasToString("placeholder-unknown");
        assertThat(problem.what()).isEqualTo("the placeholder ${ownr} has no value; known are App, owner");
        assertThat(problem.at()).containsExactly("a.sql:2:2");
        assertThat(problem.remedies())
                .containsExactly("add to plumb.yml, under placeholders:, the line  \"ownr\": VALUE");
    }

    private static Problem undecodable(byte[] bytes) {
        return catchThrowableOfType(ProblemException.class, () -> SourceText.of("a.sql", bytes))
                .problem();
    }
}
