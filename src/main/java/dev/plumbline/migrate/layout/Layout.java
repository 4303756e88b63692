package dev.plumbline.migrate.layout;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How one migration tool names and orders its files. The rules and where they come from are in docs/layouts.md. */
public abstract sealed class Layout permits UpDownLayout, FlywayLayout, DirectoryLayout {
    /** Text as UTF-8 bytes, which is how Rust and PostgreSQL's C collation order it; Java's own order splits surrogates. */
    static final Comparator<String> BYTES =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    /** The layouts there are. */
    public static List<Layout> all() {
        return Layouts.ALL;
    }

    /**
     * The layout of that name.
     *
     * @throws dev.plumbline.ProblemException {@code layout-unknown}
     */
    public static Layout named(String name) {
        return Layouts.ALL.stream()
                .filter(layout -> layout.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name).exception());
    }

    /** The name in plumb.yml and messages: {@code up-down}, {@code flyway}, {@code prisma} or {@code diesel}. */
    public abstract String name();

    /** The order in which migrations run. Two versions that compare as equal are the same version. */
    public abstract Comparator<Version> order();

    /** The version a {@linkplain Migration#identity() ledger key} stands for, also where its file is gone. */
    public abstract Version version(String identity);

    /**
     * The files of a new migration, which sorts after every existing one. Nothing is written.
     *
     * @param slug words, such as {@code Add users email}
     * @param now  the time that dated versions take, in UTC
     * @throws dev.plumbline.ProblemException {@code slug-invalid}
     */
    public final List<NewFile> newFiles(String slug, List<Migration> existing, LocalDateTime now) {
        return files(Slug.normalise(slug), existing, now);
    }

    /** Where the script that undoes a migration belongs; empty where nothing can undo it in this layout. */
    public Optional<Path> down(Migration migration) {
        return Optional.of(migration.up().path().resolveSibling("down.sql"));
    }

    /**
     * What must stand beside a migration so that it runs outside of transactions; empty where that is read from its statements.
     *
     * @param up its up script, below the directory
     */
    public Optional<NewFile> outsideTransactions(Path up) {
        return Optional.empty();
    }

    abstract List<NewFile> files(String slug, List<Migration> existing, LocalDateTime now);

    /** Whether scripts hold {@code ${name}}s even where the configuration gives no values for any. */
    public abstract boolean hasPlaceholders();

    /** A path, below the directory, of a migration in this layout. */
    abstract String example();

    /** The first file that shows the directory to be in this layout. */
    abstract Optional<Path> evidence(Listing listing);

    abstract Reading read(Listing listing);

    /** The file or directory that carries the version of a script. */
    abstract Path renamable(Path up);

    /** {@link #renamable} under a version just after the newest, to suggest a new name in a message. */
    abstract Path renamed(Path up, Version newest);

    /** The newest version of those migrations. */
    final Optional<Version> newest(List<Migration> migrations) {
        return newestMigration(migrations).map(Migration::version);
    }

    final Optional<Migration> newestMigration(List<Migration> migrations) {
        return migrations.stream()
                .filter(migration -> migration.kind() != Kind.REPEATABLE)
                .max(Comparator.comparing(Migration::version, order()));
    }

    /** The layout whose files are in the directory, or none. */
    static Optional<Layout> recognise(Listing listing) {
        record Evidence(Layout layout, Path file) {}
        List<Evidence> found = new ArrayList<>();
        for (Layout layout : Layouts.ALL) {
            layout.evidence(listing).ifPresent(file -> found.add(new Evidence(layout, file)));
        }
        if (found.size() > 1) {
            List<String> names =
                    found.stream().map(each -> each.layout().name()).toList();
            List<String> files = found.stream()
                    .map(each -> "%s (%s)".formatted(each.file(), each.layout().name()))
                    .toList();
            throw Problem.of(
                            ProblemId.LAYOUT_AMBIGUOUS,
                            "%s holds migrations of %d layouts: %s"
                                    .formatted(listing.shown(), names.size(), String.join(", ", names)))
                    .at(files.toArray(String[]::new))
                    .remedy("say which one is meant in plumb.yml, for example: layout: " + names.getFirst())
                    .exception();
        }
        return found.stream().findFirst().map(Evidence::layout);
    }

    /** The name of the layout that somebody meant who typed another one. */
    public static Optional<String> meant(String typed) {
        return Layouts.meant(typed);
    }

    private static Problem unknown(String name) {
        String names = Layouts.ALL.stream().map(Layout::name).collect(Collectors.joining(", "));
        String remedy = Layouts.meant(name)
                .map(layout -> "did you mean: layout: " + layout)
                .orElse("write one of them in plumb.yml, for example: layout: up-down");
        return Problem.of(
                        ProblemId.LAYOUT_UNKNOWN,
                        "there is no layout \"%s\"; the layouts are %s".formatted(name, names))
                .remedy(remedy, "or leave it out: the layout is recognised by the names of the files");
    }
}
