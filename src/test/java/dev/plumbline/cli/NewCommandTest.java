package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

    private record Outcome(int exitCode, String out, String err) {}

    private static Outcome run(String... args) {
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        int exitCode = Main.run(new Terminal(out::append, err::append), Map.of(), args);
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    @Test
    void makesTheDirectoryAndSaysHowTheNamesWereChosen() {
        String path = directory.resolve("db/migrations").toString();
        Outcome first = run("new", "Add users", path);
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).matches("(?s).*_add_users.up.sql\n.*_add_users.down.sql\n");
        assertThat(first.err())
                .isEqualTo("note: directory " + path + " is new\nnote: " + path
                        + " holds no migration yet, so the names are those of layout up-down; for another one remove them,"
                        + " then plumb new 'Add users' " + path + " --layout flyway|prisma|diesel\n");
        assertThat(run("new", "second", path).err()).isEmpty();
        Outcome dry = run("new", "x", directory.resolve("other").toString(), "--dry-run", "--quiet");
        assertThat(dry.err()).isEmpty();
        assertThat(directory.resolve("other")).doesNotExist();
    }

    @Test
    void takesTheLayoutThatWasAskedFor() {
        String path = directory.resolve("migrations").toString();
        Outcome first = run("new", "one", path, "--layout", "flyway");
        assertThat(first.out()).isEqualTo(path + "/V1__one.sql\n");
        assertThat(first.err()).isEqualTo("note: directory " + path + " is new\n");
        assertThat(run("new", "two", path).out()).isEqualTo(path + "/V2__two.sql\n");
        Outcome mixed = run("new", "three", path, "--layout", "diesel");
        assertThat(mixed.exitCode()).isEqualTo(2);
        assertThat(mixed.err()).startsWith("layout-ambiguous: " + path + " holds migrations of layout flyway;");
        assertThat(run("new", "four", path, "--layout", "rails").err()).startsWith("layout-unknown:");
    }

    @Test
    void takesNothingForWhatIsEmpty() throws IOException {
        Files.writeString(directory.resolve("1_one.up.sql"), "SELECT 1;");
        Outcome outcome = run("new", "x", "");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("usage: DIR was given without a value");
        assertThat(run("status", directory.toString(), "--config", "", "--url", "embedded")
                        .err())
                .startsWith("usage: --config was given without a value");
        assertThat(run("status", directory.toString(), "--url", " ").err())
                .startsWith("usage: --url was given without a value");
        assertThat(run("apply", directory.toString(), "--to", "", "--url", "embedded")
                        .err())
                .startsWith("usage: --to was given without a value");
    }
}
