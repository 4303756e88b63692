package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.migrate.ChildPlumb;
import dev.plumbline.shadow.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that read, and are asked to end: nothing is left, and the message says so. */
@Tag("database")
class EarlyEndTest {
    private static final String SLOW = "CREATE TABLE slow (id int);\nSELECT pg_sleep(100);\n";

    @TempDir
    Path directory;

    private Path migrations = Path.of("");
    private Path wanted = Path.of("");
    private Path output = Path.of("");

    @BeforeEach
    void files() throws IOException {
        migrations = Files.createDirectory(directory.resolve("migrations"));
        wanted = directory.resolve("wanted.sql");
        output = directory.resolve("output.txt");
        Files.writeString(migrations.resolve("1_one.up.sql"), "CREATE TABLE one (id int);\n");
        Files.writeString(wanted, "CREATE TABLE one (id int);\n");
    }

    @ParameterizedTest
    @CsvSource({"inspect, INT", "inspect, TERM", "diff, INT", "plan, TERM", "down, INT"})
    void aReplayIsStopped(String command, String signal) throws Exception {
        Files.writeString(migrations.resolve("2_slow.up.sql"), SLOW);
        List<String> before = names(migrations);
        try (ChildPlumb child = start(line(command))) {
            List<ProcessHandle> servers = awaitSleep(child);
            send(signal, child.process());
            assertThat(child.exitCode()).as(child.text()).isEqualTo(3);
            await(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(child.text()).endsWith("""
                    interrupted: the command was stopped before it was done
                      state  nothing was written, and no database was changed
                      do     the same again: plumb %s
                    """.formatted(String.join(" ", line(command))));
        }
        assertThat(names(migrations)).isEqualTo(before);
    }

    /** Without --url and the like, the version is that of no other database. */
    private String[] line(String command) {
        List<String> line = new ArrayList<>(List.of(command));
        switch (command) {
            case "inspect" -> line.add("migrations:" + migrations);
            case "down" -> line.add(migrations.toString());
            default -> line.addAll(List.of("migrations:" + migrations, wanted.toString()));
        }
        return line.toArray(String[]::new);
    }

    @Test
    void theProblemIsADocumentToo() throws Exception {
        Files.writeString(migrations.resolve("2_slow.up.sql"), SLOW);
        try (ChildPlumb child = start("inspect", migrations.toString(), "--json")) {
            awaitSleep(child);
            send("TERM", child.process());
            assertThat(child.exitCode()).as(child.text()).isEqualTo(3);
            assertThat(child.text()).contains("\"id\" : \"interrupted\"").contains("\"exitCode\" : 3");
        }
    }

    @Test
    void aDatabaseOnAServerOfTheUsersIsDroppedFirst() throws Exception {
        Files.writeString(migrations.resolve("2_slow.up.sql"), SLOW);
        String url = TestServer.shared().newDatabase();
        Path config = directory.resolve("plumb.yml");
        Files.writeString(config, "shadow:\n  url: " + url + "\n");
        try (ChildPlumb child = start("inspect", migrations.toString(), "--config", config.toString())) {
            await(() -> is("SELECT count(*) > 0 FROM pg_stat_activity WHERE datname LIKE 'plumb_shadow_%'"
                    + " AND query LIKE '%pg_sleep(100)%'"));
            send("INT", child.process());
            assertThat(child.exitCode()).as(child.text()).isEqualTo(3);
            assertThat(is("SELECT count(*) = 0 FROM pg_database WHERE datname LIKE 'plumb_shadow_%'"))
                    .isTrue();
            assertThat(child.text())
                    .contains("plumb: stopping; the shadow's database is dropped first")
                    .contains("state  nothing was written, and no database was changed\n")
                    .endsWith("do     the same again: plumb inspect " + migrations + " --config " + config + "\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 1  Apply", "TERM, 3  A runner killed", "INT, 4  A report holds a lock"})
    void nothingOfTheDemoStays(String signal, String title) throws Exception {
        try (ChildPlumb child = start("demo")) {
            await(() -> child.text().contains(title));
            List<ProcessHandle> servers = child.process().descendants().toList();
            Path data = dataDirectory(child.process());
            assertThat(data).isDirectory();
            send(signal, child.process());
            assertThat(child.exitCode()).as(child.text()).isEqualTo(3);
            assertThat(child.text()).endsWith("""
                    interrupted: the command was stopped before it was done
                      state  the demo's server and its files are thrown away; no database of yours was touched
                      do     the same again: plumb demo
                    """).doesNotContain("plumb: stopping");
            await(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(data.getParent()).doesNotExist();
        }
    }

    /** Of the server that it has started. */
    private static Path dataDirectory(Process process) throws IOException {
        Matcher matcher = Pattern.compile("/postgres -D (\\S+)").matcher(commandLines(process));
        assertThat(matcher.find()).isTrue();
        return Path.of(matcher.group(1));
    }

    @Test
    void whatIsBegunToBeWrittenIsWrittenToTheEnd() throws Exception {
        int views = 120;
        StringBuilder made = new StringBuilder("CREATE TABLE one (id int);\n");
        // Each reads rows, and so makes a migration of its own; each of these takes longer than the one before.
        for (int i = 0; i < views; i++) {
            made.append("CREATE MATERIALIZED VIEW made").append(i).append(" AS SELECT id FROM one;\n");
        }
        Files.writeString(wanted, made);
        try (ChildPlumb child = start(line("plan"))) {
            await(() -> names(migrations).size() > 1 || !child.process().isAlive());
            // Stopped, it hears the signal as soon as it goes on.
            send("STOP", child.process());
            send("TERM", child.process());
            assertThat(names(migrations)).as(child.text()).hasSizeBetween(2, views);
            send("CONT", child.process());
            assertThat(child.exitCode()).as(child.text()).isZero();
            List<String> written = child.text()
                    .lines()
                    .filter(line -> line.endsWith(".sql"))
                    .map(line -> Path.of(line).getFileName().toString())
                    .toList();
            assertThat(written).hasSize(2 * views);
            assertThat(names(migrations)).containsAll(written).hasSize(written.size() + 1);
            assertThat(child.text()).contains("next: plumb apply ");
        }
    }

    @Test
    void aPipeThatNobodyReadsHoldsNothingUp() throws Exception {
        manyTables();
        Path errors = directory.resolve("errors.txt");
        Process child = new ProcessBuilder(ChildPlumb.command("inspect", wanted.toString(), "--json"))
                .redirectError(errors.toFile())
                .start();
        assertThat(endedWhileNobodyReads(child)).doesNotContain("interrupted");
        assertThat(Files.readString(errors))
                .contains("nothing was written, and no database was changed; what was printed is not whole");
    }

    /** As with {@code 2>&1 | less}: there is no room for the last words. */
    @Test
    void aPipeThatNobodyReadsHoldsNothingUpWhereErrorsGoThereToo() throws Exception {
        manyTables();
        Process child = new ProcessBuilder(ChildPlumb.command("inspect", wanted.toString(), "--json"))
                .redirectErrorStream(true)
                .start();
        assertThat(endedWhileNobodyReads(child)).doesNotContain("interrupted");
    }

    /** Their document is larger than a pipe. */
    private void manyTables() throws IOException {
        StringBuilder tables = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            tables.append("CREATE TABLE made").append(i).append(" (id int, name text);\n");
        }
        Files.writeString(wanted, tables);
    }

    /** Interrupts the child when its pipe is full; returns what is in there after its end. */
    private static String endedWhileNobodyReads(Process child) throws Exception {
        // A pipe of Linux takes 64 KiB.
        try (InputStream results = child.getInputStream()) {
            await(() -> results.available() >= 1 << 16 || !child.isAlive());
            send("INT", child);
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
            assertThat(child.exitValue()).isEqualTo(3);
            return new String(results.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            child.destroyForcibly();
        }
    }

    private ChildPlumb start(String... arguments) throws IOException, InterruptedException {
        return ChildPlumb.start(output, arguments);
    }

    /** Waits until the slow statement runs on the child's server; returns all the processes of that. */
    private List<ProcessHandle> awaitSleep(ChildPlumb child) throws Exception {
        await(() -> {
            assertThat(child.process().isAlive()).as(child.text()).isTrue();
            return commandLines(child.process()).contains(") SELECT\n");
        });
        return child.process().descendants().toList();
    }

    /** Of the processes that it has started; a backend of PostgreSQL shows there what it is at. */
    private static String commandLines(Process process) throws IOException {
        String pids = process.descendants()
                .map(descendant -> Long.toString(descendant.pid()))
                .collect(Collectors.joining(","));
        if (pids.isEmpty()) {
            return "";
        }
        Process list = new ProcessBuilder("ps", "-o", "args=", "-p", pids).start();
        return list.inputReader()
                .lines()
                .map(line -> line.stripTrailing() + "\n")
                .collect(Collectors.joining());
    }

    private static void send(String signal, Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static boolean is(String condition) throws SQLException {
        try (Connection connection = TestServer.connect(TestServer.shared().adminUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(condition)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("gave up waiting").isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
