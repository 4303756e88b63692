package dev.plumbline.shadow;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Directories that are made once and then shared by all processes of one user. Everything in the cache can be deleted at any
 * time that no server runs.
 */
record Cache(Path root) {
    /** File locks are held per process: threads need one more. */
    private static final Object THREADS = new Object();

    /** Something to do with files. */
    interface Work {
        void run() throws IOException;
    }

    /** Fills an empty directory. */
    interface Fill {
        void into(Path directory) throws IOException;
    }

    /** The directory {@code name}; filled now unless it exists. A crash half-way leaves nothing that a later call would take. */
    Path once(String name, Fill fill) throws IOException {
        Path directory = root.resolve(name);
        if (!Files.isDirectory(directory)) {
            alone(() -> {
                if (!Files.isDirectory(directory)) {
                    Path partial = root.resolve(name + ".partial");
                    delete(partial);
                    directory(partial.resolveSibling(""));
                    directory(partial);
                    fill.into(partial);
                    Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
                }
            });
        }
        return directory;
    }

    /** Runs {@code work} while no other process or thread is in this method. */
    void alone(Work work) throws IOException {
        synchronized (THREADS) {
            try (FileChannel channel = FileChannel.open(
                            root.resolve(Place.LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid()) {
                    work.run();
                }
            }
        }
    }

    /** Makes a directory that the user whom PostgreSQL runs as can go through, whatever the umask is. */
    static void directory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** Deletes a directory with all in it; a server that is just stopping may delete some of it meanwhile. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(directory)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
