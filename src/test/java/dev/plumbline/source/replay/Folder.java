package dev.plumbline.source.replay;

import dev.plumbline.db.Session;
import dev.plumbline.migrate.PlaceholderValues;
import dev.plumbline.migrate.layout.MigrationDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A migration directory of a test. Its first line is its own, so that no earlier test run has cached it. */
final class Folder {
    private final Path path;
    private final String nonce = "-- " + UUID.randomUUID() + "\n";
    final List<String> said = new ArrayList<>();

    Folder(Path path) {
        this.path = path;
    }

    Folder file(String name, String sql) throws IOException {
        Path file = path.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, nonce + sql);
        return this;
    }

    Path path() {
        return path;
    }

    Replayed replay() {
        return replay(Replayer.Shadows.embedded(18), Map.of());
    }

    Replayed replay(Replayer.Shadows shadows, Map<String, String> placeholders) {
        return replay(shadows, new PlaceholderValues(placeholders, Set.of()));
    }

    Replayed replay(Replayer.Shadows shadows, PlaceholderValues placeholders) {
        return new Replayer(shadows, said::add)
                .migrations(MigrationDirectory.read(path, Optional.empty()), placeholders, "plumb");
    }

    static String one(Replayed replayed, String query) throws SQLException {
        try (Session session = replayed.database().open()) {
            return session.text(query).orElse("NULL");
        }
    }

    /** Where the row that a query finds was last written, without the directory. */
    String origin(Replayed replayed, String query) throws SQLException {
        return replayed.originOf(Long.parseLong(one(replayed, query)))
                .toString()
                .replace(path + "/", "");
    }
}
