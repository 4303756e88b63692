package dev.plumbline.migrate.layout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The migrations of a directory, in the order they run: versioned ones as the layout compares them, repeatable ones last.
 *
 * @param path  the directory as the user typed it
 * @param notes sentences about what was left aside or looks odd, for the user to read
 */
public record MigrationDirectory(Path path, Layout layout, List<Migration> migrations, List<String> notes) {
    /** The layout of a project that has no migration yet and names none. */
    private static final String FIRST = "up-down";

    public MigrationDirectory {
        migrations = migrations.stream().sorted(running(layout)).toList();
        notes = List.copyOf(notes);
    }

    /**
     * Reads a directory.
     *
     * @param layoutName the layout's name where the user gave one; else it is recognised by the names of the files
     * @throws dev.plumbline.ProblemException {@code directory-missing}, {@code no-migrations}, {@code layout-ambiguous},
     *     {@code layout-unknown}, {@code version-duplicate}, {@code up-missing}, {@code provider-unsupported} or
     *     {@code file-unreadable}
     */
    public static MigrationDirectory read(Path directory, Optional<String> layoutName) {
        return read(directory, layoutName, true);
    }

    /**
     * Like {@link #read}, but a directory without migrations, or that is yet to be made, is empty; without a name its layout is
     * then {@code up-down}.
     */
    public static MigrationDirectory readOrEmpty(Path directory, Optional<String> layoutName) {
        if (Files.notExists(directory)) {
            return new MigrationDirectory(directory, Layout.named(layoutName.orElse(FIRST)), List.of(), List.of());
        }
        return read(directory, layoutName, false);
    }

    /** Those that an empty database needs, in order: of what a baseline stands for, the newest baseline alone. */
    public List<Migration> onEmptyDatabase() {
        Comparator<Version> order = layout.order();
        Optional<Migration> baseline = migrations.stream()
                .filter(migration -> migration.kind() == Kind.BASELINE)
                .max(Comparator.comparing(Migration::version, order));
        return migrations.stream()
                .filter(migration -> switch (migration.kind()) {
                    case REPEATABLE -> true;
                    case BASELINE -> baseline.filter(migration::equals).isPresent();
                    case VERSIONED ->
                        baseline.filter(b -> order.compare(migration.version(), b.version()) <= 0)
                                .isEmpty();
                })
                .toList();
    }

    /** The same directory with only those that run before a migration. */
    public MigrationDirectory before(Migration migration) {
        return new MigrationDirectory(path, layout, migrations.subList(0, migrations.indexOf(migration)), notes);
    }

    /** The same directory with its repeatable migrations alone. */
    public MigrationDirectory repeatables() {
        return only(migration -> migration.kind() == Kind.REPEATABLE);
    }

    /** The same directory without its repeatable migrations. */
    public MigrationDirectory versions() {
        return only(migration -> migration.kind() != Kind.REPEATABLE);
    }

    private MigrationDirectory only(Predicate<Migration> wanted) {
        return new MigrationDirectory(
                path, layout, migrations.stream().filter(wanted).toList(), notes);
    }

    private static MigrationDirectory read(Path directory, Optional<String> layoutName, boolean some) {
        Optional<Layout> named = layoutName.map(Layout::named);
        if (!Files.exists(directory) && !Files.notExists(directory)) {
            throw Unreadable.unknown(directory);
        }
        if (!Files.isDirectory(directory)) {
            throw NothingFound.directoryMissing(directory, Path.of("")).exception();
        }
        Listing listing = Listing.of(directory);
        Optional<Layout> recognised = named.or(() -> Layout.recognise(listing));
        if (recognised.isEmpty() && some) {
            throw NothingFound.noMigrations(listing).exception();
        }
        Layout layout = recognised.orElseGet(() -> Layout.named(FIRST));
        Reading reading = layout.read(listing);
        if (reading.migrations().isEmpty() && some) {
            throw NothingFound.noMigrationsOf(layout, listing, reading).exception();
        }
        return new MigrationDirectory(
                directory, layout, reading.migrations(), reading.notes().sentences());
    }

    /** A baseline stands before the migration of its own version, which it replaces on an empty database. */
    private static Comparator<Migration> running(Layout layout) {
        // The comparators of the JDK are lambdas that can be serialised, which the JVM's cache does not hold.
        Comparator<Version> versions = layout.order();
        return (a, b) -> {
            int last = Boolean.compare(a.kind() == Kind.REPEATABLE, b.kind() == Kind.REPEATABLE);
            int order = last != 0 ? last : versions.compare(a.version(), b.version());
            return order != 0 ? order : Boolean.compare(a.kind() != Kind.BASELINE, b.kind() != Kind.BASELINE);
        };
    }
}
