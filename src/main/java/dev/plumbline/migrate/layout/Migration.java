package dev.plumbline.migrate.layout;

import java.util.Optional;

/**
 * One migration of a directory.
 *
 * @param slug     the descriptive rest of the name, as written; may be empty
 * @param identity the ledger's key: what the layout's own tool tells migrations apart by
 * @param up       what applies it
 * @param down     what undoes it
 */
public record Migration(Version version, String slug, String identity, ScriptFile up, Optional<ScriptFile> down) {
    public Kind kind() {
        return Kind.of(identity);
    }
}
