package dev.plumbline.shadow;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * An initialised data directory that every server starts from a copy of, and the password of its superuser.
 *
 * @param data     never written to after it was made
 * @param password of {@link #SUPERUSER}; random and readable by this user alone, because whoever may connect as superuser can
 *                 run programs as the user that the server runs as
 */
record Template(Path data, String password) {
    static final String SUPERUSER = "plumb";

    private static final String ACCESS = """
            host all         all 127.0.0.1/32 password
            host replication all 127.0.0.1/32 password
            """;

    static Template of(Binaries binaries, Cache cache, Launch launch) throws IOException {
        List<String> options = options(binaries.major());
        String name = "templates/%s-%08x-%d"
                .formatted(binaries.key(), options.hashCode() * 31 + ACCESS.hashCode(), launch.owner());
        Path directory = cache.once(name, Place.LOCK, partial -> initialise(partial, binaries, options, launch));
        return new Template(directory.resolve("data"), Files.readString(directory.resolve("password")));
    }

    private static void initialise(Path directory, Binaries binaries, List<String> options, Launch launch)
            throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        launch.handOver(directory);
        Path password = directory.resolve("password");
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        Files.writeString(password, HexFormat.of().formatHex(secret));
        launch.handOver(password);

        List<String> command = new ArrayList<>(List.of(
                binaries.program("initdb").toString(), "-D", directory.resolve("data") + "", "--pwfile=" + password));
        command.addAll(options);
        Process initdb = launch.process(command).redirectErrorStream(true).start();
        initdb.getOutputStream().close();
        String output = new String(initdb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (Launch.exitCode(initdb) != 0) {
            throw Problem.of(ProblemId.EMBEDDED_START_FAILED, "initdb of the embedded PostgreSQL failed")
                    .at(directory.toString())
                    .excerpt(output.strip().lines().toList())
                    .exception();
        }
        Files.writeString(directory.resolve("data").resolve("pg_hba.conf"), ACCESS);
    }

    private static List<String> options(int major) {
        List<String> options = new ArrayList<>(List.of(
                "-U",
                SUPERUSER,
                "-E",
                "UTF8",
                "--auth=scram-sha-256",
                "--no-sync",
                "--no-instructions",
                "--wal-segsize=1"));
        options.add("--locale=C");
        if (major >= 17) {
            // The same order and the same upper case on every machine; libc's C.UTF-8 depends on the system.
            options.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        }
        if (major >= 16) {
            // Few WAL segments to copy, and no key stretching for passwords that live as long as a server.
            options.addAll(List.of("--set", "min_wal_size=2MB", "--set", "max_wal_size=2MB"));
            options.addAll(List.of("--set", "scram_iterations=1"));
        }
        return options;
    }
}
