package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of more than a megabyte, whose checksums are made beside the run. */
@Tag("database")
class LargeFileTest {
    @TempDir
    Path directory;

    @Test
    void rowsOfCopyArriveAsTheyAre() throws Exception {
        // Three bytes beside a pair of UTF-16 units: some row's pair falls on the end of whatever is sent at once.
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            rows.append(i).append("\tä😀").append("x".repeat(i % 7)).append('\n');
        }
        Project project = new Project(directory)
                .file(
                        "1_a.up.sql",
                        "CREATE TABLE a (id int, name text);\nCOPY a FROM stdin;\n" + rows + "\\.\nSELECT 1;");

        project.engine().apply(new Target.Default());

        assertThat(project.sql("SELECT count(*) FROM a WHERE name = 'ä😀' || repeat('x', id % 7)"))
                .isEqualTo("200000");
        assertThat(project.engine().status().in(State.APPLIED)).hasSize(1);
        project.file(
                "1_a.up.sql",
                "-- a comment\n" + "CREATE TABLE a (id int, name text);\nCOPY a FROM stdin;\n" + rows
                        + "\\.\nSELECT 1;");
        assertThat(project.engine().apply(new Target.Default()).done()).isEmpty();
    }
}
