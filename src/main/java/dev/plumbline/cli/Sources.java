package dev.plumbline.cli;

import dev.plumbline.Background;
import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import dev.plumbline.db.ConnectionSpec;
import dev.plumbline.db.Database;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.model.Schema;
import dev.plumbline.shadow.EmbeddedServer;
import dev.plumbline.source.Origins;
import dev.plumbline.source.SourceSpec;
import dev.plumbline.source.postgres.CatalogReader;
import dev.plumbline.source.replay.Replayed;
import dev.plumbline.source.replay.Replayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the sources that a command was given, with what the configuration says of them. */
final class Sources {
    private static final String MIGRATIONS = "migrations:";
    private static final String SQL = "sql:";

    private final Surroundings surroundings;
    private final String command;
    private final List<String> typed;

    /** {@code typed} is what stands after the command. */
    Sources(Surroundings surroundings, String command, String... typed) {
        this.surroundings = surroundings;
        this.command = command;
        this.typed = List.of(typed);
    }

    /** Two sources, read by servers of one version where that can be: another one deparses and catalogues differently. */
    record Pair(Schema from, Schema to) {}

    /** The migration directory among what was typed; null where there is none, or more than one. */
    @Nullable
    static Path directory(String... typed) {
        List<Path> directories = new ArrayList<>();
        for (String source : typed) {
            String path = source.strip();
            if (path.startsWith(MIGRATIONS)) {
                directories.add(Path.of(path.substring(MIGRATIONS.length())));
            } else if (!path.isEmpty() && Files.isDirectory(Path.of(path))) {
                directories.add(Path.of(path));
            }
        }
        boolean one =
                directories.size() == 1 && !directories.getFirst().toString().isEmpty();
        return one ? directories.getFirst() : null;
    }

    /** Refuses a file where a directory is to be, and the other way round, with the command that was meant. */
    void refuseOtherFiles() {
        for (int i = 0; i < typed.size(); i++) {
            String source = typed.get(i).strip();
            if (source.startsWith(MIGRATIONS)) {
                String path = source.substring(MIGRATIONS.length());
                if (Files.isRegularFile(Path.of(path))) {
                    throw Problem.of(
                                    ProblemId.DIRECTORY_MISSING, path + " is a file; a migration directory is expected")
                            .at(path)
                            .state("nothing was run")
                            .remedy(line(i, "sql:" + path))
                            .exception();
                }
            } else if (source.startsWith(SQL)) {
                String path = source.substring(SQL.length());
                if (!path.isBlank() && Files.isDirectory(Path.of(path))) {
                    throw Problem.of(
                                    ProblemId.FILE_UNREADABLE,
                                    path + " is a directory; a file of SQL statements is expected")
                            .at(path)
                            .state("nothing was run")
                            .remedy(line(i, MIGRATIONS + path))
                            .exception();
                }
            }
        }
    }

    /** Reads the first two. */
    Pair pair() {
        refuseOtherFiles();
        SourceSpec from = SourceSpec.parse(typed.getFirst());
        SourceSpec to = SourceSpec.parse(typed.get(1));
        // A database says which version to replay the other one in.
        if (to instanceof SourceSpec.Database && !(from instanceof SourceSpec.Database)) {
            Schema there = read(1, to, Optional.empty());
            return new Pair(read(0, from, Optional.of(there.serverMajor())), there);
        }
        Schema here;
        Schema there;
        if (from instanceof SourceSpec.Database && to instanceof SourceSpec.Database) {
            Background<Schema> reading =
                    Background.start("reading the second database", () -> read(1, to, Optional.empty()));
            here = read(0, from, Optional.empty());
            there = reading.result();
        } else {
            // Where both are files, the database that these are for says it.
            here = read(0, from, from instanceof SourceSpec.Database ? Optional.empty() : target());
            there = read(1, to, Optional.of(here.serverMajor()));
        }
        if (here.serverMajor() != there.serverMajor()) {
            surroundings.remark("note: PostgreSQL " + here.serverMajor() + " is compared with " + there.serverMajor()
                    + ", which may write the same definition differently");
        }
        return new Pair(here, there);
    }

    /** Reads the only one. */
    Schema read() {
        refuseOtherFiles();
        SourceSpec spec = SourceSpec.parse(typed.getFirst());
        return read(0, spec, spec instanceof SourceSpec.Database ? Optional.empty() : target());
    }

    private Optional<Integer> target() {
        return TargetVersion.ask(surroundings, command);
    }

    private Schema read(int index, SourceSpec spec, Optional<Integer> major) {
        return switch (spec) {
            case SourceSpec.Database database -> database(index, database.url());
            case SourceSpec.Migrations migrations -> {
                MigrationDirectory directory = MigrationDirectory.read(
                        migrations.directory().orElseGet(() -> configuredDirectory(index)),
                        surroundings.config().layout());
                Replayer replayer = replayer(major);
                try (Replayed replayed =
                        replayer.migrations(directory, surroundings.placeholders(), surroundings.ledgerSchema())) {
                    yield replayed(replayed, directory.path().toString(), surroundings);
                }
            }
            case SourceSpec.SqlFile file -> {
                Replayer replayer = replayer(major);
                try (Replayed replayed = replayer.file(file.file())) {
                    yield replayed(replayed, file.file().toString(), surroundings);
                }
            }
        };
    }

    private Replayer replayer(Optional<Integer> major) {
        return replayer(surroundings, command, major, typed.toArray(String[]::new));
    }

    private Path configuredDirectory(int index) {
        return surroundings.config().migrations().orElseThrow(() -> {
            List<String> usual = surroundings.usualDirectories();
            List<String> remedies = new ArrayList<>();
            (usual.isEmpty() ? List.of("DIR") : usual)
                    .forEach(directory -> remedies.add(line(index, "migrations:" + directory)));
            remedies.add("or write migrations: " + (usual.isEmpty() ? "DIR" : usual.getFirst()) + " into plumb.yml");
            return Problem.of(ProblemId.USAGE, "migrations: names no directory, and plumb.yml names none either")
                    .remedy(remedies.toArray(String[]::new))
                    .exception();
        });
    }

    /** The command as it was typed but for one source; without passwords. */
    private String line(int index, String source) {
        StringBuilder line = new StringBuilder("plumb ").append(command);
        for (int i = 0; i < typed.size(); i++) {
            line.append(' ').append(Shell.word(i == index ? source : shown(typed.get(i))));
        }
        return line.toString();
    }

    /** Sources as they were typed, for a command line; without passwords. */
    static String line(String... typed) {
        return Stream.of(typed).map(source -> Shell.word(shown(source))).collect(Collectors.joining(" "));
    }

    /** As it was typed, without a password. */
    static String shown(String source) {
        String kind = source.startsWith("db:") ? "db:" : "";
        String rest = source.substring(kind.length());
        return kind + ConnectionSpec.withoutPassword(rest).orElse(ConnectionSpec.redact(rest));
    }

    /**
     * What replays scripts in the shadow that the configuration asks for.
     *
     * @param major   the target's major version, where it is known
     * @param sources that were typed; of these, too, no database can be the shadow's server
     */
    static Replayer replayer(Surroundings surroundings, String command, Optional<Integer> major, String... sources) {
        Optional<Database> server = surroundings.shadowServer(command);
        List<Database> targets = server.isEmpty()
                ? List.of()
                : Stream.concat(surroundings.url().stream(), addresses(surroundings, sources))
                        .filter(url -> !url.equals("embedded"))
                        .distinct()
                        .map(url -> surroundings.database(url, command))
                        .toList();
        Consumer<String> notes = note -> surroundings.remark(note);
        int version = Replayer.major(major, surroundings.config().shadow().version(), notes);
        return new Replayer(
                new Replayer.Shadows(
                        server, version, targets, surroundings.config().role()),
                notes);
    }

    /** Of the databases among the sources; the empty one is what libpq's variables say. */
    private static Stream<String> addresses(Surroundings surroundings, String... sources) {
        return Stream.of(sources)
                .map(SourceSpec::parse)
                .filter(SourceSpec.Database.class::isInstance)
                .map(SourceSpec.Database.class::cast)
                .map(database -> database.url().or(surroundings::url).orElse(""));
    }

    private static Schema replayed(Replayed replayed, String source, Surroundings surroundings) {
        replayed.notes().forEach(note -> surroundings.remark("note: " + note));
        return CatalogReader.read(replayed.database(), source, surroundings.ledgerSchema(), replayed::originOf);
    }

    private Schema database(int index, Optional<String> url) {
        String named = url.or(surroundings::url)
                .or(() -> surroundings.isNamedByVariables() ? Optional.of("") : Optional.empty())
                .orElseThrow(
                        () -> Problem.of(ProblemId.URL_MISSING, "db: names no database, and nothing else does either")
                                .remedy(
                                        line(index, "db:postgres://USER@HOST:5432/DATABASE"),
                                        "or set DATABASE_URL, or url: in plumb.yml")
                                .exception());
        if (named.equals("embedded")) {
            try (EmbeddedServer server = EmbeddedServer.start(EmbeddedServer.Options.throwaway())) {
                return database(surroundings.database(server.url("postgres"), command), surroundings);
            }
        }
        return database(surroundings.database(named, command), surroundings);
    }

    private static Schema database(Database database, Surroundings surroundings) {
        String source = database.spec().display();
        return CatalogReader.read(database, source, surroundings.ledgerSchema(), Origins.catalog(source));
    }
}
