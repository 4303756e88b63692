package dev.plumbline.cli;

import dev.plumbline.db.Database;
import dev.plumbline.migrate.Engine;
import dev.plumbline.migrate.Interruption;
import dev.plumbline.migrate.Settings;
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
    private final Shutdown.Hook signals;

    private EngineSession(
            Optional<EmbeddedServer> server,
            Database database,
            MigrationDirectory directory,
            Engine engine,
            Progress progress,
            Shutdown.Hook signals) {
        this.signals = signals;
        this.server = server;
        this.database = database;
        this.directory = directory;
        this.engine = engine;
        this.progress = progress;
    }

    static EngineSession open(
            Surroundings surroundings, String command, @Nullable Path path, Surroundings.Guards guards) {
        // Whatever can be wrong with the arguments is found before a server or a hook would have to be cleaned up.
        MigrationDirectory directory = surroundings.directory(path, command);
        Settings settings = surroundings.settings(guards);
        boolean embedded = surroundings.url().filter("embedded"::equals).isPresent();
        Optional<Database> named = embedded ? Optional.empty() : Optional.of(surroundings.database(command));
        Optional<EmbeddedServer> server =
                embedded ? Optional.of(EmbeddedServer.start(EmbeddedServer.Options.throwaway())) : Optional.empty();
        Database database =
                named.orElseGet(() -> surroundings.database(server.orElseThrow().url("postgres"), command));
        Interruption interruption = new Interruption();
        Progress progress =
                new Progress(surroundings.terminal(), surroundings.options().quiet, surroundings.options().json);
        Engine engine =
                new Engine(directory, database, settings, surroundings.config().placeholders(), progress, interruption);
        return new EngineSession(server, database, directory, engine, progress, Shutdown.interrupts(interruption));
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
        signals.close();
        progress.close();
        server.ifPresent(EmbeddedServer::close);
    }
}
