package dev.plumbline.cli;

import dev.plumbline.ProblemException;
import dev.plumbline.db.Database;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.model.Schema;
import dev.plumbline.shadow.EmbeddedServer;
import dev.plumbline.source.Origins;
import dev.plumbline.source.SourceSpec;
import dev.plumbline.source.postgres.CatalogReader;
import dev.plumbline.source.replay.Replayed;
import dev.plumbline.source.replay.Replayer;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** Reads what a SOURCE names, with what the configuration says of it. */
final class Sources {
    private Sources() {}

    /** Two sources, read by servers of one version where that can be: another one deparses and catalogues differently. */
    record Pair(Schema from, Schema to) {}

    static Pair pair(SourceSpec from, SourceSpec to, Surroundings surroundings, String command) {
        // A database says which version to replay the other one in.
        if (to instanceof SourceSpec.Database && !(from instanceof SourceSpec.Database)) {
            Schema there = read(to, surroundings, command, Optional.empty());
            return new Pair(read(from, surroundings, command, Optional.of(there.serverMajor())), there);
        }
        Schema here;
        Schema there;
        if (from instanceof SourceSpec.Database && to instanceof SourceSpec.Database) {
            Callable<Schema> second = () -> read(to, surroundings, command, Optional.empty());
            FutureTask<Schema> reading = new FutureTask<>(second);
            // It does not keep this process from ending where the first cannot be read.
            Thread.ofPlatform().daemon().start(reading);
            here = read(from, surroundings, command, Optional.empty());
            there = result(reading);
        } else {
            here = read(from, surroundings, command, Optional.empty());
            there = read(to, surroundings, command, Optional.of(here.serverMajor()));
        }
        if (here.serverMajor() != there.serverMajor()) {
            surroundings.remark("note: PostgreSQL " + here.serverMajor() + " is compared with " + there.serverMajor()
                    + ", which may write the same definition differently");
        }
        return new Pair(here, there);
    }

    private static Schema result(Future<Schema> reading) {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a database was read", e);
        }
    }

    static Schema read(SourceSpec spec, Surroundings surroundings, String command) {
        return read(spec, surroundings, command, Optional.empty());
    }

    private static Schema read(SourceSpec spec, Surroundings surroundings, String command, Optional<Integer> major) {
        return switch (spec) {
            case SourceSpec.Database database -> database(database.url(), surroundings, command);
            case SourceSpec.Migrations migrations -> {
                MigrationDirectory directory =
                        surroundings.directory(migrations.directory().orElse(null), command);
                Replayer replayer = replayer(surroundings, command, major);
                try (Replayed replayed =
                        replayer.migrations(directory, surroundings.placeholders(), surroundings.ledgerSchema())) {
                    yield replayed(replayed, directory.path().toString(), surroundings);
                }
            }
            case SourceSpec.SqlFile file -> {
                Replayer replayer = replayer(surroundings, command, major);
                try (Replayed replayed = replayer.file(file.file())) {
                    yield replayed(replayed, file.file().toString(), surroundings);
                }
            }
        };
    }

    /**
     * What replays scripts in the shadow that the configuration asks for.
     *
     * @param major the target's major version, where it is known
     */
    static Replayer replayer(Surroundings surroundings, String command, Optional<Integer> major) {
        Optional<Database> server = surroundings.shadowServer(command);
        Optional<Database> target = server.isEmpty()
                ? Optional.empty()
                : surroundings
                        .url()
                        .filter(url -> !url.equals("embedded"))
                        .map(url -> surroundings.database(url, command));
        Consumer<String> notes = note -> surroundings.remark(note);
        int version = Replayer.major(major, surroundings.config().shadow().version(), notes);
        return new Replayer(
                new Replayer.Shadows(
                        server, version, target, surroundings.config().role()),
                notes);
    }

    private static Schema replayed(Replayed replayed, String source, Surroundings surroundings) {
        replayed.notes().forEach(note -> surroundings.remark("note: " + note));
        return CatalogReader.read(replayed.database(), source, surroundings.ledgerSchema(), replayed::originOf);
    }

    private static Schema database(Optional<String> url, Surroundings surroundings, String command) {
        if (url.or(surroundings::url).filter("embedded"::equals).isPresent()) {
            try (EmbeddedServer server = EmbeddedServer.start(EmbeddedServer.Options.throwaway())) {
                return database(surroundings.database(server.url("postgres"), command), surroundings);
            }
        }
        return database(
                url.map(given -> surroundings.database(given, command)).orElseGet(() -> surroundings.database(command)),
                surroundings);
    }

    private static Schema database(Database database, Surroundings surroundings) {
        String source = database.spec().display();
        return CatalogReader.read(database, source, surroundings.ledgerSchema(), Origins.catalog(source));
    }
}
