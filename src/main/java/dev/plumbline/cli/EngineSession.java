package dev.plumbline.cli;

import dev.plumbline.db.Database;
import dev.plumbline.migrate.Engine;
import dev.plumbline.migrate.Interruption;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.shadow.EmbeddedServer;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An engine over the directory and the database that a command means, and the throwaway server where one is asked for. */
final class EngineSession implements AutoCloseable {
    private final Optional<EmbeddedServer> server;
    private final Database database;
    private final MigrationDirectory directory;
    private final Engine engine;
    private final Progress progress;
    private final Shutdown.Hook hook;

    private EngineSession(
            Optional<EmbeddedServer> server,
            Database database,
            MigrationDirectory directory,
            Engine engine,
            Progress progress,
            Shutdown.Hook hook) {
        this.server = server;
        this.database = database;
        this.directory = directory;
        this.engine = engine;
        this.progress = progress;
        this.hook = hook;
    }

    static EngineSession open(
            Surroundings surroundings, String command, @Nullable Path path, Surroundings.Guards guards) {
        MigrationDirectory directory = surroundings.directory(path);
        Optional<EmbeddedServer> server =
                surroundings.url().filter("embedded"::equals).isPresent()
                        ? Optional.of(EmbeddedServer.start(EmbeddedServer.Options.throwaway()))
                        : Optional.empty();
        Database database = server.map(s -> surroundings.database(s.url("postgres"), command))
                .orElseGet(() -> surroundings.database(command));
        Interruption interruption = new Interruption();
        Shutdown.Hook hook = Shutdown.interrupts(interruption);
        Progress progress =
                new Progress(surroundings.terminal(), surroundings.options().quiet, surroundings.options().json);
        Engine engine = new Engine(
                directory,
                database,
                surroundings.settings(guards),
                surroundings.config().placeholders(),
                progress,
                interruption);
        return new EngineSession(server, database, directory, engine, progress, hook);
    }

    Engine engine() {
        return engine;
    }

    String databaseName() {
        return database.spec().display();
    }

    String directoryName() {
        return directory.path() + " (" + directory.layout().name() + ")";
    }

    @Override
    public void close() {
        progress.close();
        server.ifPresent(EmbeddedServer::close);
        hook.close();
    }
}
