package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.GoldenProblem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewCommandTest {
    @TempDir
    Path directory;

    @Test
    void writesTheNextMigrationOfTheLayoutFound() throws IOException {
        Files.writeString(directory.resolve("0007_seven.up.sql"), "SELECT 7;");
        StringBuilder printed = new StringBuilder();
        int exit = Main.run(new Terminal(printed::append), Map.of(), "new", "Add users' email", directory.toString());
        assertThat(exit).as(printed.toString()).isZero();
        try (Stream<Path> files = Files.list(directory)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            assertThat(names)
                    .containsExactly(
                            "0007_seven.up.sql", "0008_add_users_email.down.sql", "0008_add_users_email.up.sql");
        }
    }

    @Test
    void saysWhatCannotBeWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        ProblemException e = catchThrowableOfType(
                ProblemException.class, () -> NewCommand.write(file.resolve("1_x.up.sql"), "SELECT 1;"));
        GoldenProblem.check(ProblemId.FILE_UNWRITABLE, e.problem(), directory + "/", "");
    }
}
