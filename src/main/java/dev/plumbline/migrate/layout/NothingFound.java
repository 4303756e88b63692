package dev.plumbline.migrate.layout;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The problems of a directory that is not there or holds nothing, with the directories that were perhaps meant. */
final class NothingFound {
    private static final Set<String> USUAL = Set.of("migrations", "migration");
    private static final Set<String> NEVER = Set.of("node_modules", "target", "build", "dist", "vendor", "venv");
    private static final int DEPTH = 5;
    private static final int MOST = 3;

    private NothingFound() {}

    static Problem directoryMissing(Path directory) {
        String what = Files.exists(directory)
                ? "%s is a file; a migration directory is expected".formatted(directory)
                : "there is no directory %s".formatted(directory);
        return Problem.of(ProblemId.DIRECTORY_MISSING, what)
                .at(directory.toString())
                .remedy(remedies(Path.of(""), "make it: mkdir -p " + Unreadable.quote(directory)));
    }

    static Problem noMigrations(Path directory, Optional<String> layoutName, MigrationDirectory read) {
        String shown = directory.toString().isEmpty() ? "." : directory.toString();
        String of = layoutName.map(name -> " of layout " + name).orElse("");
        List<String> examples = Layout.all().stream()
                .map(layout -> "%s: %s".formatted(layout.name(), layout.example()))
                .toList();
        return Problem.of(
                        ProblemId.NO_MIGRATIONS,
                        "%s holds no migration%s; a file name in each layout is %s"
                                .formatted(shown, of, String.join(", ", examples)))
                .at(shown)
                .remedy(remedies(directory, "start one: plumb new SLUG"));
    }

    private static String[] remedies(Path below, String otherwise) {
        List<String> remedies = new ArrayList<>();
        for (Path near : near(below)) {
            remedies.add("name the directory that holds them: plumb status " + Unreadable.quote(near));
        }
        remedies.add(otherwise);
        return remedies.toArray(String[]::new);
    }

    /** Directories below that are named as migration directories are and hold migrations, sorted. */
    private static List<Path> near(Path below) {
        List<Path> found = new ArrayList<>();
        search(below, DEPTH, found);
        return found.stream().sorted().limit(MOST).toList();
    }

    private static void search(Path directory, int depth, List<Path> found) {
        // A suggestion is worth no failure: what cannot be listed is not suggested.
        if (depth == 0 || !Files.isReadable(directory)) {
            return;
        }
        Listing listing = Listing.of(directory);
        for (String name : listing.directories()) {
            Path path = directory.resolve(name);
            if (NEVER.contains(name) || Files.isSymbolicLink(path)) {
                continue;
            }
            if (USUAL.contains(name) && Files.isReadable(path) && holdsMigrations(path)) {
                found.add(path);
            } else {
                search(path, depth - 1, found);
            }
        }
    }

    private static boolean holdsMigrations(Path directory) {
        Listing listing = Listing.of(directory);
        return Layout.all().stream().anyMatch(layout -> layout.evidence(listing).isPresent());
    }
}
