package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.GoldenProblem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreatedFilesTest {
    @TempDir
    Path directory;

    @Test
    void writesWhatWasGivenAndNothingElse() throws IOException {
        Path made = directory.resolve("db/migrations");
        try (CreatedFiles files = CreatedFiles.in(made, "plumb new x")) {
            files.create(made.resolve("1_x/up.sql"), "SELECT 'é';\n");
            files.keep();
            assertThat(files.paths()).containsExactly(made + "/1_x/up.sql");
        }
        assertThat(below(directory))
                .containsExactly("db", "db/migrations", "db/migrations/1_x", "db/migrations/1_x/up.sql");
        assertThat(made.resolve("1_x/up.sql")).hasContent("SELECT 'é';\n");
        assertThat(Files.getPosixFilePermissions(made.resolve("1_x/up.sql")))
                .isEqualTo(Files.getPosixFilePermissions(Files.createFile(directory.resolve("like any"))));
    }

    @Test
    void removesTheFirstWhereTheSecondIsThereAlready() throws IOException {
        Path taken = Files.writeString(directory.resolve("1_x.down.sql"), "mine");
        try (CreatedFiles files = CreatedFiles.in(directory, "plumb new x")) {
            files.create(directory.resolve("1_x.up.sql"), "SELECT 1;");
            ProblemException e = catchThrowableOfType(ProblemException.class, () -> files.create(taken, "SELECT 2;"));
            assertThat(e.problem().what()).isEqualTo("cannot write " + taken + ": " + taken + " exists already");
            assertThat(e.problem().state()).isEqualTo("nothing was written: the file before it was removed again");
        }
        assertThat(below(directory)).containsExactly("1_x.down.sql");
        assertThat(taken).hasContent("mine");
    }

    @Test
    void removesTheDirectoriesItMade() throws IOException {
        try (CreatedFiles files = CreatedFiles.in(directory.resolve("a/b"), "plumb new x")) {
            files.create(directory.resolve("a/b/1_x/up.sql"), "SELECT 1;");
        }
        assertThat(below(directory)).isEmpty();
    }

    @Test
    void saysWhatCannotBeWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        ProblemException e = catchThrowableOfType(ProblemException.class, () -> CreatedFiles.in(file, "plumb new x"));
        assertThat(e.problem().what()).isEqualTo("cannot write " + file + ": " + file + " exists already");
        assertThat(e.problem().remedies()).containsExactly("ls -ld " + directory);
    }

    @Test
    void oneAtATime() {
        try (CreatedFiles files = CreatedFiles.in(directory, "plumb new x")) {
            CommandRun other = CommandRun.of("new", "y", directory.toString());
            assertThat(other.exitCode()).isEqualTo(4);
            assertThat(other.err()).isEqualTo("""
                    directory-changed: %1$s has changed since this command read it: another plumb is writing into it
                      at     %1$s
                      state  nothing was written
                      do     ls -la %1$s
                             the same again, over what is there now: plumb new y %1$s
                    """.formatted(directory));
            assertThat(files.paths()).isEmpty();
        }
        assertThat(CommandRun.of("new", "y", directory.toString()).exitCode()).isZero();
    }

    @Test
    void namesTheDirectoryThatTakesNone() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")));
        CommandRun run = CommandRun.of("new", "x", "/proc/x");
        assertThat(run.err())
                .startsWith("file-unwritable: cannot write /proc/x: /proc takes no new file or directory\n");
    }

    @Test
    void saysThatANameIsTooLong() {
        String path = directory.resolve("m".repeat(300)).toString();
        CommandRun run = CommandRun.of("new", "x", path);
        assertThat(run.err())
                .startsWith(
                        "file-unreadable: cannot read " + path + ": a name in it is longer than 255 bytes\n  at     ")
                .endsWith("\n  do     name a shorter one\n");
    }

    /** As where a disk is full, a file can be made and not be filled. */
    @Test
    void leavesNoPartOfAFile() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
        Path made = directory.resolve("migrations");
        String printed = shell(
                "ulimit -f 0 || exit 9; exec \"$0\" -XX:-UsePerfData -cp \"$1\" dev.plumbline.cli.Main"
                        + " new x \"$2\" --layout flyway",
                made);
        assertThat(printed)
                .startsWith("file-unwritable: cannot write " + made + "/V1__x.sql: file too large\n")
                .contains("  state  nothing was written\n")
                .doesNotContain("Exception");
        assertThat(below(directory)).isEmpty();
    }

    @Test
    void namesTheDiskThatIsFull() throws Exception {
        Path tiny = Files.createDirectory(directory.resolve("tiny"));
        assumeTrue(
                new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "none", tiny.toString())
                                .start()
                                .waitFor()
                        == 0,
                "this user may mount nothing");
        String printed = shell(
                "exec unshare -rm sh -c 'mount -t tmpfs -o size=8k none \"$2\" && head -c 8192 /dev/zero > \"$2/full\";"
                        + " \"$0\" -cp \"$1\" dev.plumbline.cli.Main new x \"$2\" --layout diesel; ls -A \"$2\"'"
                        + " \"$0\" \"$1\" \"$2\"",
                tiny);
        assertThat(printed).endsWith("\nfull\n");
        GoldenProblem.check(
                ProblemId.FILE_UNWRITABLE,
                printed.substring(0, printed.length() - "full\n".length()),
                directory + "/",
                "",
                "[0-9-]+_x",
                "<version>_x");
    }

    private static String shell(String script, Path target) throws IOException {
        Process process = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        script,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        target.toString())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static List<String> below(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !file.equals(directory))
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
