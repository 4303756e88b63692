package dev.plumbline.cli;

import dev.plumbline.FuzzBytes;
import dev.plumbline.shadow.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;

/** Where fuzzed files are put, and databases that they may be applied to: each attempt has its own, so that its seed decides alone. */
record FuzzGround(Path top) {
    private static final String[] NAMES = {
        "1",
        "2",
        "007",
        "20260102030405",
        "V1__",
        "V1.2__",
        "V",
        "R__",
        "B3__",
        "U1__",
        "_",
        "__",
        "-",
        ".",
        "a",
        "init",
        "\u00fc",
        " ",
        "\n",
        ".up",
        ".down",
        ".sql",
        ".SQL",
        "up.sql",
        "down.sql",
        "migration.sql",
        "99999999999999999999999",
        "..",
        "~",
        "'"
    };

    /** A directory with nothing in it. */
    Path emptied(String name) {
        Path directory = top.resolve(name);
        try {
            if (Files.exists(directory)) {
                try (Stream<Path> all = Files.walk(directory)) {
                    for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Some files, whose names are nearly a migration's or are one. */
    Path directory(Random random, FuzzBytes corpus, StringBuilder tried) throws IOException {
        Path directory = emptied("migrations");
        for (int i = random.nextInt(6); i >= 0; i--) {
            String name =
                    random.nextInt(3) == 0 ? i + "_a" + (random.nextBoolean() ? ".up.sql" : ".down.sql") : name(random);
            byte[] bytes = corpus.next(random);
            try {
                Path file = directory
                        .resolve(random.nextInt(4) == 0 ? name(random) : ".")
                        .resolve(name)
                        .normalize();
                if (!file.startsWith(directory) || file.equals(directory)) {
                    continue;
                }
                Files.createDirectories(file.getParent());
                Files.write(file, bytes);
                tried.append(directory.relativize(file))
                        .append(": ")
                        .append(FuzzTarget.shown(bytes))
                        .append('\n');
            } catch (InvalidPathException | FileSystemException e) {
                // There is a file where a directory is to be, or the other way round.
                tried.append("no ").append(name).append('\n');
            }
        }
        return directory;
    }

    String newDatabase() {
        try {
            return TestServer.shared().newDatabase();
        } catch (SQLException e) {
            throw new IllegalStateException("the server did not survive the attempts before", e);
        }
    }

    void drop(String url) {
        try {
            TestServer.shared().drop(url);
        } catch (SQLException e) {
            // Dropped by the script itself, or still in use for a moment: it goes with the server.
            return;
        }
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            name.append(NAMES[random.nextInt(NAMES.length)]);
        }
        return name.toString();
    }
}
