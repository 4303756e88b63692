package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cli.CommandRun;
import dev.plumbline.shadow.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The migrations of {@link CrashProject}, and databases at any of their versions. */
final class CrashDatabases {
    private final Path migrations;
    private final String admin = TestServer.shared().adminUrl();
    private final Map<Integer, String> templates = new HashMap<>();
    private final Map<String, CatalogSnapshot> undisturbed = new HashMap<>();
    private int copies;

    CrashDatabases(Path directory) throws IOException, SQLException {
        migrations = CrashProject.write(directory);
        String base = TestServer.shared().newDatabase();
        try (Sql sql = new Sql(base)) {
            sql.run(CrashProject.BASE);
        }
        templates.put(0, base);
    }

    /** A new database in which the first {@code version} migrations are applied. */
    String at(int version) throws SQLException {
        String name = "crash" + copies++;
        try (Sql sql = new Sql(admin)) {
            sql.run("CREATE DATABASE " + name + " TEMPLATE " + name(template(version)));
        }
        return admin.replaceFirst("[^/]*$", name);
    }

    private String template(int version) throws SQLException {
        String known = templates.get(version);
        if (known == null) {
            known = at(version - 1);
            assertThat(plumb(known, "apply", "--steps", "1").exitCode()).isZero();
            templates.put(version, known);
        }
        return known;
    }

    void drop(String url) throws SQLException {
        try (Sql sql = new Sql(admin)) {
            sql.run("DROP DATABASE " + name(url) + " WITH (FORCE)");
        }
    }

    private static String name(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /** Runs a command in this process. */
    CommandRun plumb(String url, String command, String... options) {
        return CommandRun.of(arguments(url, command, List.of(options)));
    }

    /** Starts a run as a process of its own. */
    ChildPlumb start(CrashRun run, Path output) throws IOException, InterruptedException {
        return ChildPlumb.start(output, arguments(run.url(), run.command(), run.options()));
    }

    private String[] arguments(String url, String command, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of(command, migrations.toString(), "--url", url));
        arguments.addAll(options);
        return arguments.toArray(String[]::new);
    }

    /** What the run leaves when nobody disturbs it. */
    CatalogSnapshot undisturbed(CrashRun run) throws SQLException {
        // Wherever it starts, apply ends at the same place.
        String key = run.command() + (run.direction() == Direction.UP ? "" : run.from());
        CatalogSnapshot known = undisturbed.get(key);
        if (known == null) {
            String other = at(run.from());
            assertThat(plumb(other, run.command(), run.options().toArray(String[]::new))
                            .exitCode())
                    .isZero();
            try (Sql sql = new Sql(other)) {
                known = CatalogSnapshot.of(sql);
            }
            drop(other);
            undisturbed.put(key, known);
        }
        return known;
    }
}
