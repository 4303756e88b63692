package dev.plumbline.cli;

import dev.plumbline.db.Database;
import dev.plumbline.migrate.Engine;
import dev.plumbline.migrate.History;
import dev.plumbline.migrate.Interruption;
import dev.plumbline.migrate.Settings;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.shadow.EmbeddedServer;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The database that a command means, or a throwaway server where that is asked for, and what works on it. */
final class EngineSession implements AutoCloseable {
    private final Surroundings surroundings;
    private final Optional<MigrationDirectory> directory;
    private final Optional<EmbeddedServer> server;
    private final Database database;
    private final Settings settings;
    private final Progress progress;
    private final Interruption interruption = new Interruption();
    private Shutdown.Hook signals;

    private EngineSession(
            Surroundings surroundings,
            Optional<MigrationDirectory> directory,
            Optional<EmbeddedServer> server,
            Database database,
            Settings settings,
            boolean toError) {
        this.surroundings = surroundings;
        this.directory = directory;
        this.server = server;
        this.database = database;
        this.settings = settings;
        this.progress = new Progress(
                surroundings.terminal(), surroundings.options().quiet.given(), toError);
        this.signals = Shutdown.interrupts(interruption);
    }

    static EngineSession open(
            Surroundings surroundings, String command, @Nullable Path path, Surroundings.Guards guards) {
        // Whatever can be wrong with the arguments is found before a server or a hook would have to be cleaned up.
        return open(surroundings, command, Optional.of(surroundings.directory(path, command)), guards);
    }

    /** A session for what needs no migration directory; it has no {@link #engine}. */
    static EngineSession withoutDirectory(Surroundings surroundings, String command, Surroundings.Guards guards) {
        return open(surroundings, command, Optional.empty(), guards);
    }

    private static EngineSession open(
            Surroundings surroundings,
            String command,
            Optional<MigrationDirectory> directory,
            Surroundings.Guards guards) {
        Settings settings = surroundings.settings(guards);
        boolean embedded = surroundings.url().filter("embedded"::equals).isPresent();
        Optional<Database> named = embedded ? Optional.empty() : Optional.of(surroundings.database(command));
        Optional<EmbeddedServer> server =
                embedded ? Optional.of(EmbeddedServer.start(EmbeddedServer.Options.throwaway())) : Optional.empty();
        Database database =
                named.orElseGet(() -> surroundings.database(server.orElseThrow().url("postgres"), command));
        return new EngineSession(
                surroundings,
                directory,
                server,
                database,
                settings,
                surroundings.options().json.given());
    }

    /** A session on a database that the command names in its own way; its progress goes beside the results. */
    static EngineSession on(
            Surroundings surroundings, MigrationDirectory directory, Database database, Settings settings) {
        return new EngineSession(surroundings, Optional.of(directory), Optional.empty(), database, settings, true);
    }

    Engine engine() {
        return new Engine(
                directory.orElseThrow(), database, settings, surroundings.placeholders(), progress, interruption);
    }

    Database database() {
        return database;
    }

    History history() {
        return new History(database, settings, progress, interruption);
    }

    /** Asks the person at the terminal. Nothing runs meanwhile, so that Ctrl-C has nothing to wait for. */
    boolean confirm(String question) {
        signals.close();
        try {
            return surroundings.terminal().confirm(question);
        } finally {
            signals = Shutdown.interrupts(interruption);
        }
    }

    String databaseName() {
        return database.spec().display();
    }

    String directoryName() {
        MigrationDirectory read = directory.orElseThrow();
        return read.path() + " (" + read.layout().name() + ")";
    }

    @Override
    public void close() {
        signals.close();
        progress.close();
        server.ifPresent(EmbeddedServer::close);
    }
}
