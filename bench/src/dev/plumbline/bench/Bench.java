package dev.plumbline.bench;

import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.shadow.EmbeddedServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Times Plumbline beside psql and other tools on one server that writes as a production server does. Fails where a tool did not
 * do its work, never because of speed.
 */
public final class Bench {
    static final String PLUMB = "plumb";
    static final String PSQL = "psql";

    private static final int VERSION_RUNS = 3;

    private final PrintStream out = System.out;
    private final EmbeddedServer server;
    private final Migrations migrations;
    private final Tools tools;
    private final int rounds;
    private final Path output;
    private final Results results = new Results();
    private int databases;

    private Bench(EmbeddedServer server, Migrations migrations, Tools tools, int rounds, Path output) {
        this.server = server;
        this.migrations = migrations;
        this.tools = tools;
        this.rounds = rounds;
        this.output = output;
    }

    /** The one argument is the project's directory; {@code BENCH_MIGRATIONS} and {@code BENCH_ROUNDS} make a run smaller. */
    public static void main(String[] args) throws IOException, InterruptedException, SQLException {
        Path home = Path.of(args[0]);
        int count = Setting.of("BENCH_MIGRATIONS", Results.MIGRATIONS);
        int rounds = Setting.of("BENCH_ROUNDS", 5);
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                EmbeddedServer server = EmbeddedServer.start(EmbeddedServer.Options.durableServer())) {
            Migrations migrations = Migrations.write(directory.path(), count);
            Tools tools = new Tools(home, migrations);
            new Bench(server, migrations, tools, rounds, directory.path().resolve("output")).run();
        }
    }

    private void run() throws IOException, InterruptedException, SQLException {
        out.printf("%d migrations of one table each, %d rounds%n", migrations.count(), rounds);
        try (Session admin = open("postgres")) {
            Machine.print(out, admin);
            tools.absent().forEach(why -> out.println("left out: " + why));
            List<Tool> order = new ArrayList<>(tools.present());
            for (int round = 1; round <= rounds; round++) {
                out.printf("round %d:", round);
                out.flush();
                for (Tool tool : order) {
                    out.print(" " + tool.name());
                    out.flush();
                    measure(tool, admin);
                }
                for (int i = 0; i < VERSION_RUNS; i++) {
                    results.add(
                            Results.VERSION,
                            PLUMB,
                            Timed.run(tools.version(), output).duration());
                }
                out.println();
                // Another one begins each round, so that nobody always has the freshest server.
                Collections.rotate(order, -1);
            }
        }
        results.print(out, migrations.count());
    }

    /**
     * Each time in a database of its own, which stays until the server goes: ext4 does not reuse the inodes of files deleted in the
     * last seconds, and stepping over those of a dropped database makes creating tables several times as slow.
     */
    private void measure(Tool tool, Session admin) throws IOException, InterruptedException, SQLException {
        String database = "bench_" + databases++;
        admin.execute("CREATE DATABASE " + database);
        // What the one before left to be written must not be written in the time of the next.
        admin.execute("CHECKPOINT");
        Tool.Target target = target(database);
        Timed apply = Timed.withMemory(tool.apply().on(target), output);
        verify(tool, database);
        results.add(Results.APPLY, tool.name(), apply.duration());
        if (tool.name().equals(PLUMB)) {
            results.addPeak(apply.peakKilobytes());
        }
        if (tool.ledger().isPresent()) {
            Timed again = Timed.run(tool.apply().on(target), output);
            verify(tool, database);
            results.add(Results.AGAIN, tool.name(), again.duration());
        }
        if (tool.status().isPresent()) {
            Timed status = Timed.run(tool.status().get().on(target), output);
            results.add(Results.STATUS, tool.name(), status.duration());
        }
    }

    /** Holds a tool to having done all of the work. */
    private void verify(Tool tool, String database) throws IOException, SQLException {
        try (Session session = open(database)) {
            List<String> wrong = new ArrayList<>();
            expect(wrong, "tables", count(session, Migrations.TABLES), migrations.count());
            expect(wrong, "indexes", count(session, Migrations.INDEXES), 2L * migrations.count());
            if (tool.ledger().isPresent()) {
                expect(
                        wrong,
                        "recorded migrations",
                        count(session, tool.ledger().get()),
                        migrations.count());
            }
            if (!wrong.isEmpty()) {
                throw new IllegalStateException(tool.name() + " did not do all of its work: " + String.join(", ", wrong)
                        + ". It said:\n" + Files.readString(output));
            }
        }
    }

    private static void expect(List<String> wrong, String what, long found, long wanted) {
        if (found != wanted) {
            wrong.add(found + " " + what + " instead of " + wanted);
        }
    }

    private static long count(Session session, String query) throws SQLException {
        return Long.parseLong(session.text(query).orElseThrow());
    }

    private Session open(String database) {
        return Database.own(server.url(database), "plumb bench").open();
    }

    private Tool.Target target(String database) {
        URI url = URI.create(server.url(database));
        String[] user = url.getUserInfo().split(":", 2);
        return new Tool.Target(
                url.toString(),
                "jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath(),
                user[0],
                user[1]);
    }
}
