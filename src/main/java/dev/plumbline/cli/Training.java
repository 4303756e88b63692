package dev.plumbline.cli;

import dev.plumbline.migrate.PlaceholderValues;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.shadow.EmbeddedServer;
import dev.plumbline.source.replay.Replayer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the everyday commands in one process. The build starts it once, so that the JVM's cache (JEP 483) holds the classes and
 * call sites that they need, and each later start is spared loading and linking them.
 */
final class Training {
    private Training() {}

    /** The one argument is a migration directory whose migrations can be rolled back. */
    public static void main(String[] args) {
        String directory = args[0];
        Terminal terminal = Terminal.ofProcess();
        try (EmbeddedServer server = EmbeddedServer.start(EmbeddedServer.Options.throwaway())) {
            // A user and a password in the URL, as most have them.
            String url = server.url("postgres");
            for (List<String> command : List.of(
                    List.of("--version"),
                    List.of("apply", "--dry-run", directory),
                    List.of("apply", directory),
                    List.of("apply", directory),
                    List.of("status", "--url", url, directory),
                    List.of("status", "--json", directory),
                    List.of("history", directory),
                    List.of("lint", directory),
                    List.of("lint", directory, "--json"),
                    List.of("inspect", "db:"),
                    List.of("inspect", "db:", "--json"),
                    List.of("rollback", "--steps", "1", directory),
                    List.of("status", "--exit-code", directory),
                    List.of("apply", "--json", directory))) {
                Main.run(terminal, Map.of("DATABASE_URL", url), command.toArray(String[]::new));
            }
        }
        for (int run = 0; run < 2; run++) {
            new Replayer(Replayer.Shadows.embedded(EmbeddedServer.majors().getLast()), note -> {})
                    .migrations(
                            MigrationDirectory.read(Path.of(directory), Optional.empty()),
                            PlaceholderValues.NONE,
                            "plumb")
                    .close();
        }
        Shutdown.exit(0);
    }
}
