package dev.plumbline.migrate;

import dev.plumbline.ProblemException;
import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.migrate.layout.ScriptFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What one status needs of every file, each read once. Thread-safe: files can be read while the server is still asked. */
final class Glances {
    /**
     * A file, short of its text.
     *
     * @param rawChecksum        of its bytes
     * @param namesIrreversible  whether the words of that directive stand anywhere in it
     * @param remarksOnly        whether each of its lines is blank or a comment from its start on
     */
    record Glance(String rawChecksum, boolean namesIrreversible, boolean remarksOnly) {
        private static Glance of(ScriptFile file) {
            byte[] bytes = file.read();
            return new Glance(ScriptText.checksum(bytes), Reversal.isNamed(bytes), Reversal.isRemarksOnly(bytes));
        }
    }

    private final Map<Path, Glance> seen = new ConcurrentHashMap<>();

    /** Starts to read what a status of the directory will ask for; connecting to a server takes as long as that. */
    static Glances ahead(MigrationDirectory directory) {
        Glances glances = new Glances();
        Thread.ofPlatform().daemon().name("read-ahead").start(() -> glances.readAll(directory));
        return glances;
    }

    private void readAll(MigrationDirectory directory) {
        try {
            for (Migration migration : directory.migrations()) {
                of(migration.up());
                migration.down().ifPresent(this::of);
            }
        } catch (ProblemException e) {
            // Whoever needs that file reads it again, and tells.
            return;
        }
    }

    /**
     * Looks at a file.
     *
     * @throws ProblemException {@code file-unreadable}
     */
    Glance of(ScriptFile file) {
        // By path: a record hashes itself by a call site that the JVM's cache does not hold.
        return seen.computeIfAbsent(file.path(), _ -> Glance.of(file));
    }
}
