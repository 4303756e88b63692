package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.db.ConnectionSpec;
import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.shadow.EmbeddedServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The server, the files and the other sessions that the demo plays with. */
final class DemoStage implements AutoCloseable {
    private static final Path EXAMPLE = Path.of("examples", "inference-platform", "db", "migrations");
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Terminal terminal;
    private final EmbeddedServer server;
    private final Path directory;
    private final Session session;

    private volatile Optional<Process> runner = Optional.empty();

    private DemoStage(Terminal terminal, EmbeddedServer server, Path directory, Session session) {
        this.terminal = terminal;
        this.server = server;
        this.directory = directory;
        this.session = session;
    }

    static DemoStage open(Terminal terminal) throws IOException {
        Path example = Path.of(System.getProperty("plumb.home", "")).resolve(EXAMPLE);
        EmbeddedServer server = EmbeddedServer.start(EmbeddedServer.Options.throwaway());
        // Whatever ends this process, this goes with the server.
        Path directory = server.dataDirectory().resolveSibling("demo");
        Path migrations = Files.createDirectories(directory.resolve("migrations"));
        try (Stream<Path> files = Files.list(example)) {
            for (Path file : files.toList()) {
                Files.copy(file, migrations.resolve(file.getFileName().toString()));
            }
        }
        // A short timeout, so that the demo need not wait long to see it pass.
        Files.writeString(directory.resolve("plumb.yml"), "migrations: migrations\nlock_timeout: 800ms\n");
        String folder = directory + File.separator;
        // Problems go where the rest goes, so that the story is whole when it is redirected; paths are as if
        // typed there.
        Terminal story = new Terminal(text -> terminal.print(text.replace(folder, "")));
        return new DemoStage(story, server, directory, open(server, "plumb demo"));
    }

    private static Session open(EmbeddedServer server, String name) {
        ConnectionSpec spec = ConnectionSpec.parse(server.url("postgres"), Map.of());
        return new Database(spec, name, Optional.empty(), DEADLINE, Optional.empty()).open();
    }

    String serverVersion() {
        return server.version();
    }

    void print(String text) {
        terminal.print(text);
    }

    void title(String text) {
        terminal.print("\n" + text + "\n" + "-".repeat(text.length()) + "\n");
    }

    void fact(String text) {
        terminal.print("> " + text + "\n");
    }

    /** Writes a migration's two files. */
    void migration(String name, String up, String down) throws IOException {
        Path migrations = directory.resolve("migrations");
        Files.writeString(migrations.resolve(name + ".up.sql"), up);
        Files.writeString(migrations.resolve(name + ".down.sql"), down);
    }

    /** Runs a command line as the user would, and stops the demo where it does not end as it must. */
    void expect(int exitCode, String... args) {
        terminal.print("$ plumb " + String.join(" ", args) + "\n");
        int actual = Main.run(terminal, Map.of(), withPlace(args).toArray(String[]::new));
        if (actual != exitCode) {
            throw Problem.of(
                            ProblemId.INTERNAL_ERROR,
                            "the demo expected exit code " + exitCode + " of plumb " + String.join(" ", args)
                                    + ", and got " + actual)
                    .remedy("please report it with the output above")
                    .exception();
        }
    }

    private List<String> withPlace(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of(
                "--url",
                server.url("postgres"),
                "--config",
                directory.resolve("plumb.yml").toString()));
        return all;
    }

    /** Starts {@code plumb apply} as a process of its own, to be killed. */
    Process startRunner() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(withPlace("apply"));
        Process started = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        runner = Optional.of(started);
        return started;
    }

    /** Waits until an index build waits for another transaction; returns its backend. */
    long awaitIndexBuild() throws SQLException, InterruptedException {
        return Long.parseLong(
                await("SELECT p.pid FROM pg_stat_progress_create_index p JOIN pg_stat_activity a USING (pid)"
                        + " WHERE a.wait_event_type = 'Lock'"));
    }

    /** Waits until a backend is gone. */
    void awaitEnd(long pid) throws SQLException, InterruptedException {
        try (Session own = open(server, "plumb demo")) {
            await(own, "SELECT 1 WHERE NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = " + pid + ")");
        }
    }

    /** Waits until the migration has lost against the lock once. */
    void awaitRetries() throws SQLException, InterruptedException {
        try (Session own = open(server, "plumb demo")) {
            String waiting = "SELECT pid FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'";
            await(own, waiting);
            await(own, "SELECT 1 WHERE NOT EXISTS (" + waiting + ")");
            await(own, waiting);
        }
    }

    private String await(String query) throws SQLException, InterruptedException {
        return await(session, query);
    }

    private static String await(Session session, String query) throws SQLException, InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() < end) {
            Optional<String> answer = session.text(query);
            if (answer.isPresent()) {
                return answer.get();
            }
            Thread.sleep(Duration.ofMillis(20));
        }
        throw new SQLException("waited in vain for: " + query, "57014");
    }

    String ask(String query) throws SQLException {
        return session.text(query).orElse("nothing");
    }

    /** Another application's session. */
    Visitor visitor(String name) {
        return new Visitor(open(server, name));
    }

    /** Another application's session, in a transaction of its own. */
    static final class Visitor implements AutoCloseable {
        private final Session session;

        private Visitor(Session session) {
            this.session = session;
        }

        void begin(String sql) throws SQLException {
            session.execute("BEGIN");
            session.execute(sql);
        }

        void end() throws SQLException {
            session.execute("COMMIT");
        }

        @Override
        public void close() throws SQLException {
            session.close();
        }
    }

    @Override
    public void close() throws SQLException {
        session.close();
        server.close();
    }

    /** Takes away all that is there, whatever still runs on it; at the end of the process. */
    void discard() {
        runner.ifPresent(Process::destroyForcibly);
        server.close();
    }
}
