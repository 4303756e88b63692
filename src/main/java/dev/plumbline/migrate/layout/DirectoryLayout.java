package dev.plumbline.migrate.layout;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/** A layout in which every migration is a directory of its own, and its scripts always have the same names. */
abstract sealed class DirectoryLayout extends Layout permits PrismaLayout, DieselLayout {
    private final String up;

    /** {@code up} is the name of the script that applies. */
    DirectoryLayout(String up) {
        this.up = up;
    }

    @Override
    public final Comparator<Version> order() {
        return (a, b) -> BYTES.compare(a.key(), b.key());
    }

    @Override
    public final boolean hasPlaceholders() {
        return false;
    }

    @Override
    final Optional<Path> evidence(Listing listing) {
        return listing.directories().stream()
                .filter(name -> listing.child(name).files().contains(up))
                .findFirst()
                .map(name -> listing.path().resolve(name).resolve(up));
    }

    @Override
    Reading read(Listing listing) {
        Scripts scripts = new Scripts(this);
        Notes notes = new Notes();
        listing.directories().forEach(name -> migration(name, listing.child(name), scripts, notes));
        listing.files().stream()
                .filter(name -> name.endsWith(".sql"))
                .forEach(name -> notes.ignore(listing.path().resolve(name)));
        scripts.refuseUnpairedDowns(down -> down.resolveSibling(up));
        return new Reading(scripts.paired(), notes);
    }

    /** Adds the scripts of one directory, or a note why it is none of a migration's. */
    abstract void migration(String name, Listing directory, Scripts scripts, Notes notes);

    @Override
    final Path renamable(Path script) {
        return script.resolveSibling("");
    }
}
