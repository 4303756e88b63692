package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.GoldenProblem;
import dev.plumbline.ProblemId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code plumb plan} writes where somebody else writes, too. */
@Tag("database")
class PlanFilesTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"is new", "holds something else", "is gone"})
    void nothingIsWrittenOverADirectoryThatHasChanged(String how) throws Exception {
        Path migrations = Files.createDirectory(directory.resolve("migrations"));
        Path one = migrations.resolve("1_one.up.sql");
        Files.writeString(one, "CREATE TABLE one (id int);\n");
        Path wanted = Files.writeString(directory.resolve("wanted.sql"), "CREATE TABLE two (id int);\n");
        Path open = directory.resolve("open");
        Path begun = directory.resolve("begun");
        // The wanted schema takes until the directory has changed.
        Files.writeString(
                wanted,
                "COPY (SELECT 1) TO '" + begun + "';\nDO $$ BEGIN WHILE pg_stat_file('" + open
                        + "', true) IS NULL LOOP PERFORM pg_sleep(0.02); END LOOP; END $$;\nCREATE TABLE one (id int);\n"
                        + "CREATE TABLE two (id int);\n");
        CompletableFuture<CommandRun> plan = CompletableFuture.supplyAsync(
                () -> CommandRun.of("plan", "migrations:" + migrations, wanted.toString()));
        while (Files.notExists(begun) && !plan.isDone()) {
            Thread.sleep(20);
        }
        switch (how) {
            case "is new" -> Files.writeString(migrations.resolve("2_two.up.sql"), "CREATE TABLE two (id int);\n");
            case "is gone" -> Files.delete(one);
            default -> Files.writeString(one, "CREATE TABLE one (id bigint);\n");
        }
        List<String> before = names(migrations);
        Files.createFile(open);
        CommandRun run = plan.get(2, TimeUnit.MINUTES);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
        assertThat(run.err()).contains(".sql " + how + "\n");
        assertThat(names(migrations)).isEqualTo(before);
        if (how.equals("is new")) {
            GoldenProblem.check(ProblemId.DIRECTORY_CHANGED, run.err(), directory + "/", "");
        }
    }

    @Test
    void twoAtOnceWriteTheChangesOnce() throws Exception {
        Path migrations = Files.createDirectory(directory.resolve("migrations"));
        Files.writeString(migrations.resolve("1_one.up.sql"), "CREATE TABLE one (id int);\n");
        Path wanted = Files.writeString(
                directory.resolve("wanted.sql"), "CREATE TABLE one (id int);\nCREATE TABLE two (id int);\n");
        List<CompletableFuture<CommandRun>> plans = Stream.of(1, 2)
                .map(_ -> CompletableFuture.supplyAsync(
                        () -> CommandRun.of("plan", "migrations:" + migrations, wanted.toString())))
                .toList();
        for (CompletableFuture<CommandRun> plan : plans) {
            plan.get(2, TimeUnit.MINUTES);
        }
        assertThat(names(migrations))
                .containsExactly("1_one.up.sql", "2_create_table_two.down.sql", "2_create_table_two.up.sql");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
