package dev.plumbline.migrate.layout;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The problems of a directory that is not there or holds nothing, with the directories that were perhaps meant. */
final class NothingFound {
    private static final Set<String> USUAL = Set.of("migrations", "migration");
    private static final Set<String> NEVER = Set.of("node_modules", "target", "build", "dist", "vendor", "venv");
    private static final int DEPTH = 5;
    private static final int MOST = 3;

    private NothingFound() {}

    /** @param below where other directories are looked for */
    static Problem directoryMissing(Path directory, Path below) {
        if (Files.exists(directory)) {
            return Problem.of(
                            ProblemId.DIRECTORY_MISSING,
                            "%s is a file; a migration directory is expected".formatted(directory))
                    .at(directory.toString())
                    .remedy("name the directory it stands in: plumb status "
                            + Shell.word(shown(directory.resolveSibling(""))));
        }
        return Problem.of(ProblemId.DIRECTORY_MISSING, "there is no directory %s".formatted(directory))
                .at(directory.toString())
                .remedy(remedies(below, "start one: plumb new SLUG"));
    }

    static Problem noMigrations(Listing listing) {
        String examples = Layout.all().stream()
                .map(layout -> "%s (%s)".formatted(layout.example(), layout.name()))
                .collect(Collectors.joining(", "));
        return Problem.of(
                        ProblemId.NO_MIGRATIONS,
                        "%s holds no migration; names that are recognised: %s".formatted(listing.shown(), examples))
                .at(places(listing, Layout.named("flyway").read(flat(listing)).notes()))
                .remedy(Stream.concat(
                                renames(listing).stream(),
                                Stream.of(remedies(listing.path(), "start one: plumb new SLUG")))
                        .toArray(String[]::new));
    }

    static Problem noMigrationsOf(Layout layout, Listing listing, Reading reading) {
        List<String> remedies = new ArrayList<>(reading.notes().renames());
        for (Layout other : Layout.all()) {
            other.evidence(listing)
                    .ifPresent(file -> remedies.add("%s is of layout %s; write in plumb.yml: layout: %s"
                            .formatted(file, other.name(), other.name())));
        }
        remedies.addAll(List.of(remedies(listing.path(), "start one: plumb new SLUG")));
        return Problem.of(
                        ProblemId.NO_MIGRATIONS,
                        "%s holds no migration of layout %s, whose files are named like %s"
                                .formatted(listing.shown(), layout.name(), layout.example()))
                .at(places(listing, reading.notes()))
                .remedy(remedies.toArray(String[]::new));
    }

    /** New names for files that nearly belong to a layout, from the first layout that has any. */
    private static List<String> renames(Listing listing) {
        Listing flat = flat(listing);
        return Stream.of("up-down", "flyway")
                .map(name -> Layout.named(name).read(flat).notes().renames())
                .filter(renames -> !renames.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** The directory, and the files in it that somebody may have taken for migrations. */
    private static String[] places(Listing listing, Notes notes) {
        return Stream.concat(Stream.of(listing.shown()), notes.reasons().stream())
                .toArray(String[]::new);
    }

    private static Listing flat(Listing listing) {
        return new Listing(listing.path(), listing.files(), List.of());
    }

    private static Path shown(Path directory) {
        return directory.toString().isEmpty() ? Path.of(".") : directory;
    }

    private static String[] remedies(Path below, String otherwise) {
        List<String> remedies = new ArrayList<>();
        for (Path near : near(below)) {
            remedies.add("name the directory that holds them: plumb status " + Shell.word(near));
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
