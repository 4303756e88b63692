package dev.plumbline.shadow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Stopped data directories that scripts were replayed in, each under a key that names all it came from. They appear whole or not at
 * all, are never written to again, and the least recently used ones go when there are too many.
 *
 * @param scope what every key also depends on: the binaries, how the server was initialised and how it runs
 */
record States(Cache cache, String scope) {
    private static final int MOST = 24;
    private static final long MOST_BYTES = 1L << 30;
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private static final String DATA = "data";

    /** A second copy, which one process may take instead of making one: that of the last process that left it unchanged. */
    private static final String SPARE = "spare";

    private static final String ATTACHMENT = "attachment";
    private static final String EXTENT = "extent";

    /** How much there is in a data directory, which shows one that a crash of the machine has cut. */
    private record Extent(String boot, long files, long bytes) {
        static Extent of(Path data) throws IOException {
            long[] sums = new long[2];
            Files.walkFileTree(data, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sums[0]++;
                    sums[1] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }
            });
            return new Extent(currentBoot(), sums[0], sums[1]);
        }

        static Extent read(Path entry) throws IOException {
            String[] parts = Files.readString(entry.resolve(EXTENT)).strip().split(" ", -1);
            if (parts.length != 3) {
                throw new IOException(entry + " has no extent");
            }
            return new Extent(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        }

        void write(Path entry) throws IOException {
            Files.writeString(entry.resolve(EXTENT), boot + " " + files + " " + bytes + "\n");
        }

        private static String currentBoot() {
            try {
                return Files.readString(BOOT).strip();
            } catch (IOException e) {
                return "-";
            }
        }
    }

    /**
     * Puts a copy of the state's data directory into {@code run}.
     *
     * @return what was kept with it; empty where there is no such state
     */
    Optional<String> restore(String key, Path run) throws IOException {
        Path entry = entry(key);
        try {
            Object identity = identity(entry);
            if (!Extent.read(entry).boot().equals(Extent.currentBoot())) {
                refuseCut(entry);
            }
            String attachment = Files.readString(entry.resolve(ATTACHMENT));
            if (!takeSpare(entry, run)) {
                Copy.of(entry.resolve(DATA), run);
            }
            // One that is thrown away is first renamed: what is still in its place now was whole while it was copied.
            if (identity.equals(identity(entry))) {
                Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
                return Optional.of(attachment);
            }
        } catch (IOException | NumberFormatException e) {
            // Not there, or going: the replay starts further back.
            if (!(e instanceof NoSuchFileException) && Files.exists(entry)) {
                discard(entry);
            }
        }
        Cache.delete(run.resolve(DATA));
        return Optional.empty();
    }

    private static boolean takeSpare(Path entry, Path run) throws IOException {
        try {
            Files.move(entry.resolve(SPARE), run.resolve(DATA), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Gives the state a data directory that was made from it and is as it was; where it has one already, nothing. */
    void giveSpare(String key, Path data) throws IOException {
        Path spare = entry(key).resolve(SPARE);
        if (Files.isDirectory(entry(key)) && !Files.exists(spare)) {
            try {
                Files.move(data, spare, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                // Another process was first, or the state is gone.
                return;
            }
        }
    }

    boolean has(String key) {
        return Files.isDirectory(entry(key));
    }

    /** Nothing is waited for when a state is written, so that a crash of the machine may have lost parts of it. */
    private static void refuseCut(Path entry) throws IOException {
        Extent kept = Extent.read(entry);
        Extent found = Extent.of(entry.resolve(DATA));
        Cache.delete(entry.resolve(SPARE));
        if (kept.files() != found.files() || kept.bytes() != found.bytes()) {
            throw new IOException(entry + " is not whole");
        }
        found.write(entry);
    }

    private static Object identity(Path entry) throws IOException {
        return String.valueOf(
                Files.readAttributes(entry, BasicFileAttributes.class).fileKey());
    }

    /** Keeps a copy of a data directory whose server was shut down, and {@code attachment} with it. */
    void keep(String key, Path data, String attachment) throws IOException {
        Path entry = entry(key);
        if (Files.isDirectory(entry)) {
            return;
        }
        if (!Files.isDirectory(entry.resolveSibling(""))) {
            Cache.directory(entry.resolveSibling(""));
            Runs.spread(entry.resolveSibling(""));
        }
        Path partial = Cache.partial(entry);
        try {
            // The password of the superuser is not in it, but the data may be somebody's secret.
            Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwx------"));
            Copy.of(data, partial);
            Files.writeString(partial.resolve(ATTACHMENT), attachment);
            Extent.of(partial.resolve(DATA)).write(partial);
            Files.move(partial, entry, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Somebody else may have kept the same meanwhile: as good.
            if (!Files.isDirectory(entry)) {
                throw e;
            }
        } finally {
            Cache.delete(partial);
        }
        prune();
    }

    private void prune() throws IOException {
        record Aged(Path entry, Instant used, long bytes) {}
        List<Aged> entries = new ArrayList<>();
        for (Path entry : Cache.list(directory())) {
            try {
                if (!entry.toString().endsWith(Cache.PARTIAL)) {
                    entries.add(new Aged(
                            entry,
                            Files.getLastModifiedTime(entry).toInstant(),
                            Extent.read(entry).bytes()));
                }
            } catch (IOException | NumberFormatException e) {
                discard(entry);
            }
        }
        entries.sort(Comparator.comparing(Aged::used).reversed());
        long bytes = 0;
        for (int i = 0; i < entries.size(); i++) {
            bytes += entries.get(i).bytes();
            if (i >= MOST || (i > 0 && bytes > MOST_BYTES)) {
                discard(entries.get(i).entry());
            }
        }
    }

    /** Forgets a state. */
    void discard(String key) {
        discard(entry(key));
    }

    private static void discard(Path entry) {
        try {
            Path going = entry.resolveSibling("%s.%016x%s"
                    .formatted(entry.getFileName(), ThreadLocalRandom.current().nextLong(), Cache.PARTIAL));
            Files.move(entry, going, StandardCopyOption.ATOMIC_MOVE);
            Cache.delete(going);
        } catch (IOException e) {
            // Another process does the same, or the next one will.
            return;
        }
    }

    /** The keys of what was last replayed under that name; none where that is not known. */
    List<String> history(String name) {
        try {
            return Files.readAllLines(historyFile(name));
        } catch (IOException e) {
            return List.of();
        }
    }

    void remember(String name, List<String> keys) throws IOException {
        Path file = historyFile(name);
        Cache.directory(file.resolveSibling(""));
        Path partial = file.resolveSibling(
                "%016x%s".formatted(ThreadLocalRandom.current().nextLong(), Cache.PARTIAL));
        Files.write(partial, keys);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path historyFile(String name) {
        return cache.root().resolve("histories").resolve(digest(name));
    }

    private Path directory() {
        return cache.root().resolve("states");
    }

    private Path entry(String key) {
        return directory().resolve(digest(key));
    }

    private String digest(String key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((scope + "\0" + key).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest()).substring(0, 40);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
