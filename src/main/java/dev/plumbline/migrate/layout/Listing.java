package dev.plumbline.migrate.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The names in one directory, sorted, without those that start with a dot. Symbolic links count as what they point to.
 *
 * @param path the directory, as the user typed it
 */
record Listing(Path path, List<String> files, List<String> directories) {

    static Listing of(Path directory) {
        List<String> files = new ArrayList<>();
        List<String> directories = new ArrayList<>();
        try (Stream<Path> entries = Files.list(directory)) {
            entries.map(Path::getFileName).map(Path::toString).sorted().forEach(name -> {
                if (!name.startsWith(".")) {
                    (Files.isDirectory(directory.resolve(name)) ? directories : files).add(name);
                }
            });
        } catch (IOException e) {
            throw Unreadable.problem(directory, e);
        } catch (UncheckedIOException e) {
            throw Unreadable.problem(directory, new IOException(e));
        }
        return new Listing(directory, List.copyOf(files), List.copyOf(directories));
    }

    /** The directory as messages name it. */
    String shown() {
        return path.toString().isEmpty() ? "." : path.toString();
    }

    Listing child(String directory) {
        return of(path.resolve(directory));
    }

    /** Every file in this directory and those below it. A link that leads back to where it came from is entered once. */
    List<Path> tree() {
        List<Path> found = new ArrayList<>();
        collect(found, new HashSet<>());
        return found;
    }

    private void collect(List<Path> found, Set<Path> entered) {
        try {
            if (!entered.add(path.toRealPath())) {
                return;
            }
        } catch (IOException e) {
            throw Unreadable.problem(path, e);
        }
        files.forEach(name -> found.add(path.resolve(name)));
        directories.forEach(name -> child(name).collect(found, entered));
    }
}
