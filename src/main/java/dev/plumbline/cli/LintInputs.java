package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.lint.Linter;
import dev.plumbline.migrate.layout.Kind;
import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.migrate.layout.ScriptFile;
import dev.plumbline.sql.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The scripts that were named, in the order they run. */
record LintInputs(List<Input> all) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([\\p{L}\\p{N}:._-]+)}");

    /**
     * A script.
     *
     * @param first whether those before it tell nothing of its database
     * @param home  where it is a migration
     */
    record Input(Linter.Input script, boolean first, Optional<Home> home) {}

    /** A migration, and those that it is one of. */
    record Home(MigrationDirectory directory, Migration migration) {}

    /**
     * Finds them.
     *
     * @throws ProblemException those of {@link MigrationDirectory#read}, and {@code directory-missing}
     */
    static LintInputs of(List<Path> paths, Surroundings surroundings) {
        List<Input> all = new ArrayList<>();
        for (Path path : paths) {
            if (Files.notExists(path)) {
                throw Problem.of(ProblemId.FILE_UNREADABLE, "there is no file or directory " + path)
                        .at(path.toString())
                        .state("nothing was checked")
                        .remedy("name a migration directory or an .sql file: plumb lint PATH")
                        .exception();
            }
            all.addAll(Files.isDirectory(path) ? directory(path, surroundings) : List.of(single(path, surroundings)));
        }
        return new LintInputs(all);
    }

    /** A file alone is read as the migration that it is, where it stands among others. */
    private static Input single(Path path, Surroundings surroundings) {
        Optional<Home> home = home(path, surroundings);
        return home.map(it -> new Input(migration(it.migration(), path, surroundings), true, home))
                .orElseGet(() -> new Input(
                        file(new ScriptFile(path, true), "", stem(path), surroundings), true, Optional.empty()));
    }

    private static Optional<Home> home(Path path, Surroundings surroundings) {
        Path real = path.toAbsolutePath().normalize();
        return Files.isRegularFile(real)
                ? Stream.iterate(real.getParent(), Objects::nonNull, Path::getParent)
                        .limit(2)
                        .flatMap(above -> home(real, above, surroundings).stream())
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<Home> home(Path file, Path above, Surroundings surroundings) {
        try {
            MigrationDirectory directory =
                    MigrationDirectory.read(above, surroundings.config().layout());
            return directory.migrations().stream()
                    .filter(it -> it.up().path().equals(file))
                    .map(it -> new Home(directory, it))
                    .findFirst();
        } catch (ProblemException e) {
            // Not a directory of migrations.
            return Optional.empty();
        }
    }

    private static List<Input> directory(Path path, Surroundings surroundings) {
        MigrationDirectory directory;
        try {
            directory = MigrationDirectory.read(path, surroundings.config().layout());
        } catch (ProblemException e) {
            List<Path> plain = e.problem().id() == ProblemId.NO_MIGRATIONS ? plain(path) : List.of();
            if (plain.isEmpty()) {
                throw e;
            }
            List<Input> all = new ArrayList<>();
            plain.forEach(file -> all.add(new Input(
                    file(new ScriptFile(file, true), "", stem(file), surroundings), all.isEmpty(), Optional.empty())));
            return all;
        }
        List<Input> all = new ArrayList<>();
        // What a baseline stands for is checked where it was written.
        directory.migrations().stream()
                .filter(it -> it.kind() != Kind.BASELINE)
                .forEach(it -> all.add(new Input(
                        migration(it, it.up().path(), surroundings),
                        all.isEmpty(),
                        Optional.of(new Home(directory, it)))));
        return all;
    }

    /** {@code shown} is the file as it was typed. */
    private static Linter.Input migration(Migration migration, Path shown, Surroundings surroundings) {
        return file(
                new ScriptFile(shown, migration.up().transactional()),
                migration.version().text(),
                migration.slug(),
                surroundings);
    }

    private static List<Path> plain(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(it -> it.toString().endsWith(".sql")).sorted().toList();
        } catch (IOException e) {
            throw Problem.of(ProblemId.FILE_UNREADABLE, directory + " cannot be listed: " + e.getMessage())
                    .at(directory.toString())
                    .state("nothing was checked")
                    .remedy("ls -ld " + directory)
                    .exception(e);
        }
    }

    private static Linter.Input file(ScriptFile file, String version, String slug, Surroundings surroundings) {
        return new Linter.Input(file.path(), version, slug, () -> text(file, surroundings), !file.transactional());
    }

    /** Placeholders stand for their values, or where nobody gave one for a name that is as good as another. */
    private static SourceText text(ScriptFile file, Surroundings surroundings) {
        SourceText text = SourceText.of(file.path().toString(), file.read());
        if (!text.text().contains("${")) {
            return text;
        }
        Map<String, String> values = new HashMap<>();
        Matcher found = PLACEHOLDER.matcher(text.text());
        while (found.find()) {
            values.putIfAbsent(found.group(1), found.group(1).replaceAll("[^\\p{L}\\p{N}_]", "_"));
        }
        values.putAll(surroundings.config().placeholders());
        return text.expand(values);
    }

    private static String stem(Path path) {
        return Optional.ofNullable(path.getFileName())
                .map(name -> name.toString().replaceFirst("(\\.up)?\\.sql$", ""))
                .orElse("");
    }
}
