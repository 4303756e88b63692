package dev.plumbline.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CopyBlockTest {
    @Test
    void rowsAreTakenAsTheyStand() {
        assertRows(
                "COPY t (a, \"from\") FROM stdin;\n1\tit's;\n--\\N\\\\.\n$$\\.x\n\\.\nselect 1;",
                "1\tit's;\n--\\N\\\\.\n$$\\.x\n");
        assertRows("copy t from STDIN with (format csv, header);\n\"a;\n\\. \n'\n\\.\nselect 1;", "\"a;\n\\. \n'\n");
        assertRows("copy binary t from stdout ; -- rows\n\\.\nselect 1;", "");
    }

    @Test
    void windowsAndOldMacLineEndsBecomeLineFeeds() {
        assertRows("COPY t FROM stdin;\r\na\r\nb\r\n\\.\r\nselect 1;\r\n", "a\nb\n");
        assertRows("COPY t FROM stdin;\ra\rb\r\\.\rselect 1;\r", "a\nb\n");
        // A carriage return in a file that has line feeds is data.
        assertRows("COPY t FROM stdin csv;\n\"a\r\nb\"\n\\.\r\nselect 1;", "\"a\r\nb\"\n");
    }

    @Test
    void otherCopiesHaveNoRows() {
        for (String copy : new String[] {
            "COPY t FROM '/a'",
            "COPY t TO stdout",
            "COPY (select 1 from stdin) TO stdout",
            "COPY t FROM PROGRAM 'stdin'"
        }) {
            Script script = Splitter.split(SourceText.of("a.sql", copy + "; select 1;"));
            assertThat(script.statements()).hasSize(2).allSatisfy(s -> assertThat(s.copyRows())
                    .isEmpty());
        }
    }

    @Test
    void theEndOfTheFileEndsRowsWithANote() {
        Script script = Splitter.split(SourceText.of("a.sql", "\nCOPY t FROM stdin;\na\nselect 1;"));
        assertThat(script.statements()).hasSize(1);
        assertThat(rows(script)).isEqualTo("a\nselect 1;\n");
        assertThat(script.notes())
                .containsExactly(
                        new Note(
                                new Position(1, 2, 1),
                                "the rows of this COPY are not ended by a line with \\. alone; everything to the end of the file is taken for rows"));
        assertThat(rows(Splitter.split(SourceText.of("a.sql", "COPY t FROM stdin"))))
                .isEmpty();
        assertThat(Splitter.split(SourceText.of("a.sql", "COPY t FROM stdin;\na\n\\."))
                        .notes())
                .isEmpty();
    }

    @Test
    void nothingElseMayStandOnTheLine() {
        ProblemException e = catchThrowableOfType(
                ProblemException.class,
                () -> Splitter.split(SourceText.of("a.sql", "COPY t FROM stdin; select 1;\na\n\\.\n")));
        assertThat(e.problem().id()).hasToString("copy-data-misplaced");
        assertThat(e.problem().at()).containsExactly("a.sql:1:20");
    }

    @Test
    void piecesBreakNeitherCharactersNorLineEnds() throws IOException {
        // Rows of every length around a piece's, so that a pair or a line end falls on each side of its end.
        for (int length = (1 << 16) - 4; length < (1 << 16) + 4; length++) {
            for (String end : new String[] {"\uD83D\uDE00\n", "\r\n", "ä\n"}) {
                String rows = "x".repeat(length) + end + "y\n";
                for (String newline : new String[] {"\n", "\r\n"}) {
                    String text = rows.replace("\r\n", "\n").replace("\n", newline);
                    Script script = Splitter.split(
                            SourceText.of("a.sql", "COPY t FROM stdin;" + newline + text + "\\." + newline));
                    CopyRows found = script.statements().getFirst().copyRows().orElseThrow();
                    String wanted = rows.replace("\r\n", "\n");
                    assertThat(found.text()).isEqualTo(wanted);
                    assertThat(new String(found.bytes().readAllBytes(), StandardCharsets.UTF_8))
                            .isEqualTo(wanted);
                }
            }
        }
    }

    private static String rows(Script script) {
        return script.statements().getFirst().copyRows().orElseThrow().text();
    }

    /** The text is a COPY and {@code select 1}. */
    private static void assertRows(String text, String rows) {
        Script script = Splitter.split(SourceText.of("a.sql", text));
        assertThat(script.statements()).hasSize(2);
        assertThat(rows(script)).isEqualTo(rows);
        assertThat(script.statements().getLast().text()).isEqualTo("select 1");
        assertThat(script.notes()).isEmpty();
    }
}
