package dev.plumbline.migrate;

import dev.plumbline.db.SqlFailure;
import dev.plumbline.migrate.layout.ScriptFile;
import dev.plumbline.sql.Canonical;
import dev.plumbline.sql.Script;
import dev.plumbline.sql.SourceText;
import dev.plumbline.sql.Splitter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** A script file that was read. Splitting and canonicalising happen on demand: a run with nothing to do needs neither. */
final class ScriptText {
    /** From how many bytes on checksums are made on a thread of their own, while the file is split and sent. */
    private static final int LARGE = 1 << 20;

    private final ScriptFile file;
    private final PlaceholderValues placeholders;
    private final boolean large;
    private final FutureTask<String> rawChecksum;

    /** What the file holds; null once it is split. */
    private byte @Nullable [] bytes;

    private @Nullable Script script;
    private @Nullable FutureTask<Canonical.Checksums> checksums;

    private ScriptText(ScriptFile file, byte[] bytes, PlaceholderValues placeholders, boolean valuesCount) {
        this.file = file;
        this.bytes = bytes;
        this.placeholders = placeholders;
        this.large = bytes.length >= LARGE;
        this.rawChecksum = begin(() -> rawChecksum(bytes, valuesCount ? placeholders.values() : Map.of()));
    }

    /**
     * Reads a file.
     *
     * @param placeholders what {@code ${name}} stands for; none where the project uses none
     * @param valuesCount  whether other values make it another script, as for repeatable ones
     */
    static ScriptText read(ScriptFile file, PlaceholderValues placeholders, boolean valuesCount) {
        return new ScriptText(file, file.read(), placeholders, valuesCount);
    }

    /** The raw checksum of a script in which no placeholder's value counts. */
    static String checksum(byte[] bytes) {
        return rawChecksum(bytes, Map.of());
    }

    private static String rawChecksum(byte[] bytes, Map<String, String> values) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        digest.update(bytes);
        new TreeMap<>(values)
                .forEach((name, value) -> digest.update((name + "\0" + value + "\0").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Work whose result {@link #end} gives; for a large file it goes on beside the caller. */
    private <T> FutureTask<T> begin(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        if (large) {
            Thread.ofVirtual().name("checksum").start(task);
        }
        return task;
    }

    private static <T> T end(FutureTask<T> task) {
        // Does nothing where it was begun.
        task.run();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a checksum was made", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a checksum could not be made", e.getCause());
        }
    }

    ScriptFile file() {
        return file;
    }

    /** SHA-256 of the file's bytes, and of the placeholders' values where they count. */
    String rawChecksum() {
        return end(rawChecksum);
    }

    /** Of the bytes and of every value that a placeholder in them could take; only before the file is split. */
    String expandedChecksum() {
        return placeholders.values().isEmpty()
                ? rawChecksum()
                : rawChecksum(Objects.requireNonNull(bytes), placeholders.values());
    }

    /** The statements; throws the problem where the file cannot be split. */
    Script script() {
        Script split = script;
        if (split == null) {
            SourceText source = SourceText.of(file.path().toString(), bytes == null ? new byte[0] : bytes);
            split = Splitter.split(
                    placeholders.values().isEmpty()
                            ? source
                            : source.expand(placeholders.values(), placeholders.secret()));
            script = split;
            // The text is kept by the script.
            bytes = null;
        }
        return split;
    }

    /** Begins to make the checksums of a large file that is going to run: they are needed when it has. */
    void prepareChecksums() {
        if (checksums == null) {
            Script split = script();
            checksums = begin(() -> Canonical.of(split));
        }
    }

    private Canonical.Checksums checksums() {
        prepareChecksums();
        return end(Objects.requireNonNull(checksums));
    }

    /** The checksums as a version of the procedure made them. */
    Canonical.Checksums checksums(int version) {
        return version == Canonical.VERSION ? checksums() : Canonical.of(script(), version);
    }

    String checksum() {
        return checksums().script();
    }

    List<String> statementChecksums() {
        return checksums().statements();
    }

    /** The checksums of a part of the script. */
    List<String> statementChecksums(Segment part) {
        return part.statements().stream()
                .map(statement -> statementChecksums().get(statement.ordinal() - 1))
                .toList();
    }

    /** What the server said, without the secret values that this script may have sent it. */
    SqlFailure redact(SqlFailure failure) {
        return failure.reworded(this::redact);
    }

    String redact(String message) {
        return placeholders.redact(message);
    }

    /** Values that are in no ledger. */
    Map<String, String> secrets() {
        return placeholders.secrets();
    }

    /** Whether every statement is to be a step of its own. */
    boolean eachAlone() {
        return !file.transactional() || script().directive("no-transaction").isPresent();
    }
}
