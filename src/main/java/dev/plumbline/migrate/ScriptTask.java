package dev.plumbline.migrate;

import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.sql.Script;
import java.util.Optional;

/**
 * A script to run.
 *
 * @param resume the ledger's line of the run that broke off, where this one goes on from it
 * @param undoes the ledger's line of an apply that broke off, where this rollback undoes its part
 */
record ScriptTask(
        Migration migration, Direction direction, ScriptText text, Optional<Run> resume, Optional<Run> undoes) {
    Script script() {
        return text.script();
    }

    /** Version and slug, as messages name a migration. */
    String name() {
        return migration.version().text() + " " + migration.slug();
    }
}
