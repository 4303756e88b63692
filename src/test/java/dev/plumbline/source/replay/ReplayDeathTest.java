package dev.plumbline.source.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replay leaves behind whose process is killed in its midst. */
@Tag("database")
class ReplayDeathTest {
    @TempDir
    static Path cache;

    @TempDir
    Path directory;

    @Test
    void noProcessAndNoHalfState() throws Exception {
        Folder folder = new Folder(directory).file("1_a.up.sql", "CREATE TABLE a (id int);");
        Process first = ReplayHolder.process(cache, directory, "").start();
        readUntil(first, "replayed 0");
        List<ProcessHandle> holding = first.descendants().toList();
        first.destroyForcibly();
        await(() -> holding.stream().noneMatch(ProcessHandle::isAlive));

        folder.file("2_b.up.sql", "CREATE TABLE b (id int);\nSELECT pg_sleep(100);");
        Process second = ReplayHolder.process(cache, directory, "").start();
        await(() -> second.descendants()
                .anyMatch(process -> process.info().commandLine().orElse("").contains("postgres")));
        Thread.sleep(500);
        List<ProcessHandle> replaying = second.descendants().toList();
        second.destroyForcibly();
        await(() -> replaying.stream().noneMatch(ProcessHandle::isAlive));

        // The one state there is, is that of the first migration alone.
        assertThat(names("states")).hasSize(1).noneMatch(name -> name.endsWith(".partial"));
        folder.file("2_b.up.sql", "CREATE TABLE b (id int);");
        Process third = ReplayHolder.process(cache, directory, "").start();
        readUntil(third, "replayed 1");
        assertThat(names("states")).hasSize(2);
        third.destroyForcibly();
        await(() -> names("run").size() <= 1);
    }

    private static List<String> names(String kind) {
        try (Stream<Path> paths = Files.list(cache.resolve(kind))) {
            return paths.map(path -> path.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void readUntil(Process process, String line) throws IOException {
        String said = "";
        for (String next = process.inputReader().readLine();
                next != null;
                next = process.inputReader().readLine()) {
            said += next + "\n";
            if (next.equals(line)) {
                return;
            }
        }
        throw new AssertionError("ended before it said \"" + line + "\":\n" + said);
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("gave up waiting").isLessThan(deadline);
            Thread.sleep(5);
        }
    }
}
