package dev.plumbline.migrate;

import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.ScriptFile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Whether a migration has a way back. */
final class Reversal {
    private static final byte[] DIRECTIVE = "plumb:irreversible".getBytes(StandardCharsets.US_ASCII);

    private Reversal() {}

    /** Why there is none; empty where there is one. */
    static Optional<String> whyNot(Migration migration) {
        if (migration.down().isEmpty()) {
            return Optional.of("has no down script");
        }
        ScriptFile down = migration.down().get();
        // Reading for the words first spares splitting every down script for a status.
        if (!contains(down.read(), DIRECTIVE)) {
            return Optional.empty();
        }
        return ScriptText.read(down, PlaceholderValues.NONE, false)
                .script()
                .directive("irreversible")
                .map(directive -> "is irreversible"
                        + (directive.argument().isBlank()
                                ? ""
                                : ": " + directive.argument().strip()));
    }

    private static boolean contains(byte[] bytes, byte[] wanted) {
        outer:
        for (int i = 0; i <= bytes.length - wanted.length; i++) {
            for (int j = 0; j < wanted.length; j++) {
                if (bytes[i + j] != wanted[j]) {
                    continue outer;
                }
            }
            return true;
        }
        return false;
    }
}
