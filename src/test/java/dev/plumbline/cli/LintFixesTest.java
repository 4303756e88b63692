package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code lint --fix} leaves as it was. */
class LintFixesTest {
    @TempDir
    Path directory;

    @Test
    void aFileStaysWhatItIs() throws IOException {
        Path file = Files.writeString(
                directory.resolve("one.sql"), "CREATE INDEX i ON a (id);\r\nALTER TABLE a ADD CHECK (id > 0);\r\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path migrations = Files.createDirectory(directory.resolve("migrations"));
        Path link = Files.createSymbolicLink(migrations.resolve("0001_index.up.sql"), file);
        StringBuilder printed = new StringBuilder();

        Main.run(new Terminal(printed::append), Map.of(), "lint", migrations.toString(), "--fix");

        assertThat(printed.toString()).contains("mended " + link);
        assertThat(link).isSymbolicLink();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(Files.readString(file))
                .startsWith("CREATE INDEX CONCURRENTLY i ON a (id);\r\n")
                .doesNotContainPattern("(?<!\r)\n");
        assertThat(directory).isDirectoryNotContaining("glob:**.plumb");
    }
}
