package dev.plumbline.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of servers whose process goes away. */
@Tag("database")
class OwnerDeathTest {
    @TempDir
    static Path cache;

    @Test
    void killedOwnerLeavesNothing() throws Exception {
        Process owner = ServerHolder.process(cache, 2).start();
        try (BufferedReader out = owner.inputReader()) {
            List<Path> runs = List.of(Path.of(out.readLine()), Path.of(out.readLine()));
            List<ProcessHandle> processes = owner.descendants().toList();
            assertThat(runs).allSatisfy(run -> assertThat(run).isDirectory());
            assertThat(processes).hasSizeGreaterThan(4);

            owner.destroyForcibly();

            await(() -> runs.stream().noneMatch(Files::exists));
            await(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void nextStartRemovesWhatAKilledGuardLeft() throws Exception {
        Process owner = ServerHolder.process(cache, 1).start();
        Process next;
        try (BufferedReader out = owner.inputReader()) {
            Path run = Path.of(out.readLine());
            ProcessHandle server = Runs.postmaster(run).orElseThrow();
            owner.descendants()
                    .filter(process -> process.info().command().orElse("").endsWith("sh"))
                    .forEach(ProcessHandle::destroyForcibly);
            owner.destroyForcibly().waitFor();
            assertThat(server.isAlive()).isTrue();

            next = ServerHolder.process(cache, 1).start();
            try (BufferedReader nextOut = next.inputReader();
                    OutputStream end = next.getOutputStream()) {
                assertThat(Path.of(nextOut.readLine())).isDirectory().isNotEqualTo(run);
                assertThat(run).doesNotExist();
                await(() -> !server.isAlive());
                end.flush();
            }
        }
        assertThat(next.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void firstStartsAtTheSameTimeShareOneCache(@TempDir Path empty) throws Exception {
        List<Process> owners = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            owners.add(ServerHolder.process(empty, 1).start());
        }
        List<Path> runs = new ArrayList<>();
        for (Process owner : owners) {
            runs.add(Path.of(owner.inputReader().readLine()));
        }
        assertThat(runs).doesNotHaveDuplicates().allSatisfy(run -> assertThat(run)
                .isDirectory());
        assertThat(names(empty, "binaries")).hasSize(1);
        assertThat(names(empty, "templates")).hasSize(1);

        for (Process owner : owners) {
            owner.getOutputStream().close();
            assertThat(owner.waitFor()).isZero();
        }
        await(() -> runs.stream().noneMatch(Files::exists));
        assertThat(names(empty, "run")).isEmpty();
    }

    private static List<Path> names(Path cache, String directory) throws IOException {
        try (var paths = Files.list(cache.resolve(directory))) {
            return paths.toList();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("gave up waiting").isLessThan(deadline);
            Thread.sleep(5);
        }
    }
}
