package dev.plumbline.migrate;

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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A script file that was read. Splitting and canonicalising happen on demand: a run with nothing to do needs neither. */
final class ScriptText {
    private final ScriptFile file;
    private final byte[] bytes;
    private final Map<String, String> placeholders;
    private final String rawChecksum;
    private @Nullable Script script;
    private @Nullable String checksum;

    private ScriptText(ScriptFile file, byte[] bytes, Map<String, String> placeholders, String rawChecksum) {
        this.file = file;
        this.bytes = bytes;
        this.placeholders = placeholders;
        this.rawChecksum = rawChecksum;
    }

    /**
     * Reads a file.
     *
     * @param placeholders what {@code ${name}} stands for; none where the project uses none
     * @param valuesCount  whether other values make it another script, as for repeatable ones
     */
    static ScriptText read(ScriptFile file, Map<String, String> placeholders, boolean valuesCount) {
        byte[] bytes = file.read();
        MessageDigest digest = sha256();
        digest.update(bytes);
        if (valuesCount) {
            addValues(digest, placeholders);
        }
        return new ScriptText(
                file, bytes, Map.copyOf(placeholders), HexFormat.of().formatHex(digest.digest()));
    }

    private static void addValues(MessageDigest digest, Map<String, String> placeholders) {
        new TreeMap<>(placeholders)
                .forEach((name, value) -> digest.update((name + "\0" + value + "\0").getBytes(StandardCharsets.UTF_8)));
    }

    /** The raw checksum of a script in which no placeholder's value counts. */
    static String checksum(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    ScriptFile file() {
        return file;
    }

    String rawChecksum() {
        return rawChecksum;
    }

    /** Of the bytes and of every value that a placeholder in them could take. */
    String expandedChecksum() {
        MessageDigest digest = sha256();
        digest.update(bytes);
        addValues(digest, placeholders);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The statements; throws the problem where the file cannot be split. */
    Script script() {
        Script split = script;
        if (split == null) {
            SourceText source = SourceText.of(file.path().toString(), bytes);
            split = Splitter.split(placeholders.isEmpty() ? source : source.expand(placeholders));
            script = split;
        }
        return split;
    }

    String checksum() {
        String known = checksum;
        if (known == null) {
            known = Canonical.checksum(script());
            checksum = known;
        }
        return known;
    }

    List<String> statementChecksums() {
        return script().statements().stream().map(Canonical::checksum).toList();
    }

    /** Whether every statement is to be a step of its own. */
    boolean eachAlone() {
        return !file.transactional() || script().directive("no-transaction").isPresent();
    }
}
