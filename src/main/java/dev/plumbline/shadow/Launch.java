package dev.plumbline.shadow;

import com.sun.security.auth.module.UnixSystem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs commands as a user whom PostgreSQL accepts: it refuses to run as root (PostgreSQL 18, "The PostgreSQL User Account").
 *
 * @param prefix put before each command
 * @param owner  numeric user that must own a data directory
 */
record Launch(List<String> prefix, long owner) {
    /** Names the one way to try when root: {@code unshare} or {@code setpriv}. For tests of the second. */
    private static final String ONLY = System.getProperty("plumb.shadow.root", "");

    private static final long NOBODY = 65534;

    Launch {
        prefix = List.copyOf(prefix);
    }

    /** The ways that may work here, best first. */
    static List<Launch> candidates() {
        long user = user();
        if (user != 0) {
            return List.of(new Launch(List.of(), user));
        }
        // In a user namespace of its own root has no privileges and no longer looks like root, yet owns root's files.
        Launch unshare = new Launch(List.of("unshare", "-U"), user);
        Launch setpriv =
                new Launch(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), NOBODY);
        return Stream.of(unshare, setpriv)
                .filter(launch -> launch.prefix.getFirst().contains(ONLY) && onPath(launch.prefix.getFirst()))
                .toList();
    }

    static long user() {
        return new UnixSystem().getUid();
    }

    /** Whether commands run as another user than this process. */
    boolean asAnother() {
        return owner != user();
    }

    /** Whether commands can be run this way, and can go into {@code directory}. */
    boolean reaches(Path directory) {
        if (prefix.isEmpty()) {
            return true;
        }
        try {
            Process probe = process(List.of("test", "-x", directory.toString()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return exitCode(probe) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Gives what this process has just made to the user that commands run as. */
    void handOver(Path path) throws IOException {
        if (asAnother()) {
            Files.setAttribute(path, "unix:uid", (int) owner);
        }
    }

    /** A process that runs {@code command} as {@link #owner}; PostgreSQL's environment variables of the caller are gone. */
    ProcessBuilder process(List<String> command) {
        return plain(command(command));
    }

    List<String> command(List<String> command) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(command);
        return all;
    }

    /** A process that runs {@code command} as this process's own user. */
    static ProcessBuilder plain(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
        return builder;
    }

    static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** Waits for a process that ends by itself soon. An interrupt is kept for the caller. */
    static int exitCode(Process process) {
        boolean interrupted = false;
        while (true) {
            try {
                int code = process.waitFor();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return code;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
