package dev.plumbline.shadow;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the cache is, and how commands are run that work in it: each depends on the other, for a user whom PostgreSQL accepts
 * must be able to go there.
 *
 * @param root absolute, exists and can be written
 */
record Place(Path root, Launch launch) {
    /** The environment variable that names the directory. */
    static final String VARIABLE = "PLUMB_CACHE";

    /** The lock file in {@link #root}; its creation proves that the directory can be written. */
    static final String LOCK = "lock";

    /** The first that works of: the directory named by the environment, the user's cache, one among temporary files. */
    static Place find(Map<String, String> environment) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"), "plumbline-" + Launch.user())
                .toAbsolutePath()
                .normalize();
        Optional<ProblemException> unwritable = Optional.empty();
        for (Launch launch : Launch.candidates()) {
            for (Path directory : directories(environment, temporary, launch)) {
                boolean explicit = named(environment) && !directory.equals(temporary);
                Optional<String> obstacle = obstacle(directory, explicit, directory.equals(temporary));
                if (obstacle.isPresent()) {
                    unwritable =
                            Optional.of(unwritable(directory, obstacle.get()).exception());
                    if (explicit) {
                        throw unwritable.get();
                    }
                } else if (launch.reaches(directory)) {
                    return new Place(directory, launch);
                }
            }
        }
        throw unwritable.orElseGet(() -> Problem.of(
                        ProblemId.EMBEDDED_START_FAILED,
                        "PostgreSQL does not run as root, and neither unshare nor setpriv can be used to stop being root")
                .remedy("run plumb as an ordinary user", "or use --url postgres://… with a PostgreSQL of your own")
                .exception());
    }

    static Problem unwritable(Path directory, IOException e) {
        return unwritable(directory, reason(e));
    }

    private static Problem unwritable(Path directory, String reason) {
        return Problem.of(ProblemId.CACHE_UNWRITABLE, "cannot write the cache directory " + directory + ": " + reason)
                .remedy("set " + VARIABLE + " to a directory that can be written, with 150 MB free");
    }

    /** Why a file could not be written, without its name. */
    private static String reason(IOException e) {
        String reason =
                switch (e) {
                    case AccessDeniedException denied -> "access denied to " + denied.getFile();
                    case FileAlreadyExistsException file -> file.getFile() + " is a file";
                    case FileSystemException other -> other.getReason();
                    default -> e.getMessage();
                };
        return reason == null ? e.toString() : reason;
    }

    private static boolean named(Map<String, String> environment) {
        return !environment.getOrDefault(VARIABLE, "").isEmpty();
    }

    private static List<Path> directories(Map<String, String> environment, Path temporary, Launch launch) {
        List<Path> directories = new ArrayList<>();
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (named(environment)) {
            directories.add(Path.of(environment.get(VARIABLE)));
        } else if (!cache.isEmpty()) {
            directories.add(Path.of(cache, "plumbline"));
        } else if (!home.isEmpty()) {
            directories.add(Path.of(home, ".cache", "plumbline"));
        }
        if (!named(environment) || launch.asAnother()) {
            directories.add(temporary);
        }
        return directories.stream()
                .map(directory -> directory.toAbsolutePath().normalize())
                .toList();
    }

    private static Optional<String> obstacle(Path directory, boolean explicit, boolean amongOthers) {
        try {
            Files.createDirectories(directory);
            Object owner = Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            // Programs are run from here: nobody else may have put them there. Under sudo, HOME can be another user's.
            if (!explicit && !owner.equals((int) Launch.user())) {
                return Optional.of("it belongs to user " + owner);
            }
            if (amongOthers) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(reason(e));
        }
    }
}
