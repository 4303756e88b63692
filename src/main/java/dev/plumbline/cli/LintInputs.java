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
     */
    record Input(Linter.Input script, boolean first) {}

    /**
     * Finds them.
     *
     * @throws ProblemException those of {@link MigrationDirectory#read}, and {@code directory-missing}
     */
    static LintInputs of(List<Path> paths, Surroundings surroundings) {
        List<Input> all = new ArrayList<>();
        for (Path path : paths) {
            List<Linter.Input> scripts = Files.isDirectory(path)
                    ? directory(path, surroundings)
                    : List.of(file(new ScriptFile(path, true), "", stem(path), surroundings));
            for (int i = 0; i < scripts.size(); i++) {
                all.add(new Input(scripts.get(i), i == 0));
            }
        }
        return new LintInputs(all);
    }

    private static List<Linter.Input> directory(Path path, Surroundings surroundings) {
        MigrationDirectory directory;
        try {
            directory = MigrationDirectory.read(path, surroundings.config().layout());
        } catch (ProblemException e) {
            List<Path> plain = e.problem().id() == ProblemId.NO_MIGRATIONS ? plain(path) : List.of();
            if (plain.isEmpty()) {
                throw e;
            }
            return plain.stream()
                    .map(file -> file(new ScriptFile(file, true), "", stem(file), surroundings))
                    .toList();
        }
        // What a baseline stands for is checked where it was written.
        return directory.migrations().stream()
                .filter(migration -> migration.kind() != Kind.BASELINE)
                .map(migration -> migration(migration, surroundings))
                .toList();
    }

    private static Linter.Input migration(Migration migration, Surroundings surroundings) {
        return file(migration.up(), migration.version().text(), migration.slug(), surroundings);
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
