package dev.plumbline.migrate;

import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.sql.Script;
import java.util.Optional;

/**
 * A script to run.
 *
 * @param resume the ledger's line of the run that broke off, where this one goes on from it
 */
record ScriptTask(Migration migration, Direction direction, ScriptText text, Optional<Run> resume) {
    Script script() {
        return text.script();
    }

    /** Version and slug, as messages name a migration. */
    String name() {
        return migration.version().text() + " " + migration.slug();
    }
}
