package dev.plumbline.shadow;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The directories of this process's running servers: {@code run/TOKEN-1}, {@code run/TOKEN-2}, …. The process holds a lock on
 * {@code run/TOKEN.lock} for as long as it lives, by which others know that they are in use. A process id could not tell:
 * containers that share a cache have the same ones, and they are reused after a power loss.
 */
final class Runs {
    private static final String SUFFIX = ".lock";
    private static final long STOP_SECONDS = 10;

    private final Path directory;
    private final String token;
    private final FileChannel held;
    private final AtomicInteger count = new AtomicInteger();

    private Runs(Path directory, String token, FileChannel held) {
        this.directory = directory;
        this.token = token;
        this.held = held;
    }

    /** Removes what dead processes left behind, and begins this process's own. */
    static Runs begin(Cache cache) throws IOException {
        Path directory = cache.root().resolve("run");
        String token = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        if (!Files.isDirectory(directory)) {
            Cache.directory(directory);
            spread(directory);
        }
        FileChannel[] held = new FileChannel[1];
        cache.alone(Place.LOCK, () -> {
            sweep(directory);
            Path lock = directory.resolve(token + SUFFIX);
            held[0] = FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lock.toFile().deleteOnExit();
            held[0].lock();
        });
        return new Runs(directory, token, held[0]);
    }

    Path directory() {
        return directory;
    }

    /** A new empty directory for one server. */
    Path next(Launch launch) throws IOException {
        if (!held.isOpen()) {
            throw new IOException("the lock of " + directory.resolve(token + SUFFIX) + " was closed");
        }
        Path run = Files.createDirectory(directory.resolve(token + "-" + count.incrementAndGet()));
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx------"));
        launch.handOver(run);
        return run;
    }

    private static void sweep(Path directory) throws IOException {
        Set<String> living = new HashSet<>();
        for (Path path : Cache.list(directory)) {
            String name = path.getFileName().toString();
            if (name.endsWith(SUFFIX) && isHeld(path)) {
                living.add(name.replace(SUFFIX, ""));
            }
        }
        for (Path path : Cache.list(directory)) {
            String token = path.getFileName().toString().split("[-.]", 2)[0];
            if (!living.contains(token)) {
                // One runs only where the guard was killed too.
                Optional<ProcessHandle> server = postmaster(path);
                if (server.isPresent()) {
                    stop(server.get());
                }
                Cache.delete(path);
            }
        }
    }

    /** By the signal for immediate shutdown: PostgreSQL's shared memory would outlive a kill. */
    private static void stop(ProcessHandle server) throws IOException {
        Launch.exitCode(Launch.plain(List.of("sh", "-c", "kill -QUIT $1", "sh", Long.toString(server.pid())))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
        server.onExit()
                .completeOnTimeout(server, STOP_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static boolean isHeld(Path lock) throws IOException {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            return taken == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    /** The server that runs in {@code run}, if one does. */
    static Optional<ProcessHandle> postmaster(Path run) throws IOException {
        Path file = run.resolve("data").resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        // Looked up by its arguments too, for the number may by now be another process's.
        String data = run.resolve("data").toString();
        return Files.readAllLines(file).stream()
                .findFirst()
                .flatMap(line -> ProcessHandle.of(Long.parseLong(line.strip())))
                .filter(process -> Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch(data::equals));
    }

    /**
     * Lets ext4 put each server into another block group. In one group it would search past all inodes that were deleted in the
     * last minute, and copying a thousand files takes 250 ms instead of 40 when servers come and go. Elsewhere a no-op.
     */
    static void spread(Path directory) throws IOException {
        if (Launch.onPath("chattr")) {
            Launch.exitCode(Launch.plain(List.of("chattr", "+T", directory.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        }
    }
}
