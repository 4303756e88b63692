package dev.plumbline.migrate.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes files below a temporary directory and reads them back. */
final class Directory {
    private Directory() {}

    static Path with(Path directory, String... files) throws IOException {
        for (String file : files) {
            write(directory, file, "select 1;\n");
        }
        return directory;
    }

    static void write(Path directory, String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, text);
    }

    static MigrationDirectory read(Path directory) {
        return MigrationDirectory.read(directory, Optional.empty());
    }

    static List<String> identities(MigrationDirectory directory) {
        return directory.migrations().stream().map(Migration::identity).toList();
    }

    /** The notes with the temporary directory shown as DIR. */
    static List<String> notes(MigrationDirectory directory) {
        return directory.notes().stream()
                .map(note -> note.replace(directory.path().toString(), "DIR"))
                .toList();
    }
}
