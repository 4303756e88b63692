package dev.plumbline.migrate;

import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.ScriptFile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Whether a migration has a way back. */
final class Reversal {
    private static final String DIRECTIVE = "plumb:irreversible";

    private Reversal() {}

    /** Why there is none; empty where there is one. */
    static Optional<String> whyNot(Migration migration, Glances glances) {
        if (migration.down().isEmpty()) {
            return Optional.of("has no down script");
        }
        ScriptFile down = migration.down().get();
        // Reading for the words first spares splitting every down script for a status.
        if (!glances.of(down).namesIrreversible()) {
            boolean undoesNothing = glances.of(down).remarksOnly()
                    && !glances.of(migration.up()).remarksOnly();
            return undoesNothing ? Optional.of("has a down script without a statement") : Optional.empty();
        }
        return ScriptText.read(down, PlaceholderValues.NONE, false)
                .script()
                .directive("irreversible")
                .map(directive -> "is irreversible"
                        + (directive.argument().isBlank()
                                ? ""
                                : ": " + directive.argument().strip()));
    }

    /** Whether nothing stands in a file but comments, as {@code plumb new} writes it. */
    static boolean isRemarksOnly(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1)
                .lines()
                .allMatch(line -> line.isBlank() || line.stripLeading().startsWith("--"));
    }

    /** Whether the directive's words stand anywhere in a file. */
    static boolean isNamed(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1).contains(DIRECTIVE);
    }
}
