package dev.plumbline.shadow;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Directories that are made once and then shared by all processes of one user. Everything in the cache can be deleted at any
 * time that no server runs.
 */
record Cache(Path root) {
    /** File locks are held per process: threads need one more. */
    private static final Map<Path, Object> THREADS = new ConcurrentHashMap<>();

    static final String PARTIAL = ".partial";
    private static final int DELETE_ATTEMPTS = 10;
    private static final Duration ABANDONED = Duration.ofMinutes(10);
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    /** Something to do with files. */
    interface Work {
        void run() throws IOException;
    }

    /** Fills an empty directory. */
    interface Fill {
        void into(Path directory) throws IOException;
    }

    /**
     * The directory {@code name}; filled now unless it exists. A crash half-way leaves nothing that a later call would take.
     *
     * @param lock who fills under the same name waits for the other
     */
    Path once(String name, String lock, Fill fill) throws IOException {
        Path directory = root.resolve(name);
        if (!Files.isDirectory(directory)) {
            alone(lock, () -> {
                if (!Files.isDirectory(directory)) {
                    deletePartials(directory);
                    Path partial = partial(directory);
                    try {
                        fill.into(partial);
                        Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
                    } finally {
                        delete(partial);
                    }
                }
            });
        }
        return directory;
    }

    /** What others who filled the same directory have left. Whoever has the lock knows that they are gone. */
    private static void deletePartials(Path directory) throws IOException {
        if (!Files.isDirectory(directory.resolveSibling(""))) {
            return;
        }
        for (Path path : list(directory.resolveSibling(""))) {
            String name = path.getFileName().toString();
            if (name.startsWith(directory.getFileName() + ".") && name.endsWith(PARTIAL)) {
                deleteOlder(path, Instant.MAX);
            }
        }
    }

    /** Deletes what broke off a day ago or earlier: that is nobody's work any more, whatever lock it was done under. */
    void sweep() throws IOException {
        Instant old = Instant.now().minus(FORGOTTEN);
        for (String kind : List.of("binaries", "templates", "states", "histories")) {
            Path directory = root.resolve(kind);
            for (Path path : Files.isDirectory(directory) ? list(directory) : List.<Path>of()) {
                if (path.toString().endsWith(PARTIAL)) {
                    deleteOlder(path, old);
                }
            }
        }
    }

    private static void deleteOlder(Path path, Instant than) {
        try {
            if (Files.getLastModifiedTime(path).toInstant().isBefore(than)) {
                delete(path);
            }
        } catch (IOException e) {
            // Another process deletes it too, or an initdb that outlived its own still writes: a later start finds it
            // again.
            return;
        }
    }

    /** A new name each time: initdb of a process that was killed may still be writing to the former. */
    static Path partial(Path directory) throws IOException {
        directory(directory.resolveSibling(""));
        Instant old = Instant.now().minus(ABANDONED);
        for (Path path : list(directory.resolveSibling(""))) {
            if (path.toString().endsWith(PARTIAL)
                    && Files.getLastModifiedTime(path).toInstant().isBefore(old)) {
                delete(path);
            }
        }
        Path partial = directory.resolveSibling("%s.%016x%s"
                .formatted(directory.getFileName(), ThreadLocalRandom.current().nextLong(), PARTIAL));
        directory(partial);
        return partial;
    }

    /** Runs {@code work} while no other process or thread is in this method under the same name. */
    void alone(String name, Work work) throws IOException {
        synchronized (THREADS.computeIfAbsent(root.resolve(name), _ -> new Object())) {
            try (FileChannel channel =
                            FileChannel.open(root.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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

    static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.toList();
        }
    }

    /** Deletes a file or a directory with all in it, of which a server that is just stopping may delete or add some meanwhile. */
    static void delete(Path top) throws IOException {
        for (int attempt = 1; Files.exists(top); attempt++) {
            try {
                Files.walkFileTree(top, new Deleter());
            } catch (DirectoryNotEmptyException e) {
                if (attempt == DELETE_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static final class Deleter extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
            if (e != null && !(e instanceof NoSuchFileException)) {
                throw e;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
