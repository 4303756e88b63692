package dev.plumbline.migrate;

import dev.plumbline.db.SqlFailure;
import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.migrate.layout.ScriptFile;
import dev.plumbline.sql.Script;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A script to replay: of a migration, or one that stands for itself. */
public final class ReplayScript {
    private final Optional<Migration> migration;
    private final ScriptText text;
    private final String fingerprint;

    private ReplayScript(Optional<Migration> migration, ScriptText text) {
        this.migration = migration;
        this.text = text;
        this.fingerprint = text.expandedChecksum()
                + (text.file().transactional() ? "" : " steps")
                + (migration.isPresent() ? "" : " file");
    }

    /**
     * The scripts that bring an empty database to the state of a directory, in order. Reads every file.
     *
     * @param placeholderValues what {@code ${name}} in scripts stands for
     * @param database          where they will run
     * @param user              who will run them
     * @param ledgerSchema      schema of the ledger, which one of Flyway's placeholders names
     * @throws dev.plumbline.ProblemException {@code file-unreadable}
     */
    public static List<ReplayScript> of(
            MigrationDirectory directory,
            PlaceholderValues placeholderValues,
            String database,
            String user,
            String ledgerSchema) {
        Placeholders placeholders =
                new Placeholders(directory.layout(), placeholderValues, database, user, ledgerSchema);
        return directory.onEmptyDatabase().stream()
                .map(migration ->
                        new ReplayScript(Optional.of(migration), placeholders.read(migration, migration.up())))
                .toList();
    }

    /** Those that {@link #of(MigrationDirectory, PlaceholderValues, String, String, String)} gives, and those that undo them. */
    public static List<ReplayScript> withDown(
            MigrationDirectory directory,
            PlaceholderValues placeholderValues,
            String database,
            String user,
            String ledgerSchema) {
        Placeholders placeholders =
                new Placeholders(directory.layout(), placeholderValues, database, user, ledgerSchema);
        return directory.onEmptyDatabase().stream()
                .flatMap(migration -> Stream.concat(Stream.of(migration.up()), migration.down().stream())
                        .map(file -> new ReplayScript(Optional.of(migration), placeholders.read(migration, file))))
                .toList();
    }

    /**
     * A single file, each of its statements a transaction of its own unless it begins one, as psql runs it.
     *
     * @throws dev.plumbline.ProblemException {@code file-unreadable}
     */
    public static ReplayScript of(Path file) {
        return new ReplayScript(
                Optional.empty(), ScriptText.read(new ScriptFile(file, false), PlaceholderValues.NONE, false));
    }

    /** The file, as shown. */
    public String file() {
        return text.file().path().toString();
    }

    /** What its result depends on beside the scripts before it. */
    public String fingerprint() {
        return fingerprint;
    }

    boolean isMigration() {
        return migration.isPresent();
    }

    /** As messages name it: {@code migration 2 add_email}, or the file. */
    public String name() {
        return migration
                .map(m -> "migration " + (m.version().text() + " " + m.slug()).strip())
                .orElseGet(this::file);
    }

    /** What the server said, without the values that are nobody's to read. */
    SqlFailure redact(SqlFailure failure) {
        return text.redact(failure);
    }

    String redact(String message) {
        return text.redact(message);
    }

    Script script() {
        return text.script();
    }

    List<Segment> segments() {
        return Segment.of(script(), text.eachAlone());
    }
}
