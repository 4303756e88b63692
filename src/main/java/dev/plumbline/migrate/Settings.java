package dev.plumbline.migrate;

import java.time.Duration;

/**
 * How a run behaves.
 *
 * @param ledgerSchema     schema of the ledger
 * @param patience         how long to wait for another runner, and for a surviving backend of a run that died
 * @param lockRetries      how often a transaction that lost against a lock is tried again
 * @param concurrentBudget how long one statement that runs outside a transaction may take, its waits included
 * @param terminateOrphans end surviving backends of dead runs instead of waiting for them
 * @param acceptChanged    take over the new text of applied migrations whose files changed
 * @param outOfOrder       apply migrations older than the newest applied one
 * @param ignoreMissing    go on although applied migrations have no file
 * @param allowDestructive run migrations that say {@code -- plumb:destructive}
 * @param author           who runs this
 * @param toolVersion      Plumbline's own version
 * @param newestServer     the major version of PostgreSQL that files are planned for where nothing says which
 */
public record Settings(
        String ledgerSchema,
        Duration patience,
        int lockRetries,
        Duration concurrentBudget,
        boolean terminateOrphans,
        boolean acceptChanged,
        boolean outOfOrder,
        boolean ignoreMissing,
        boolean allowDestructive,
        String author,
        String toolVersion,
        int newestServer) {
    /** The same with another {@link #concurrentBudget}. */
    public Settings withBudget(Duration budget) {
        return new Settings(
                ledgerSchema,
                patience,
                lockRetries,
                budget,
                terminateOrphans,
                acceptChanged,
                outOfOrder,
                ignoreMissing,
                allowDestructive,
                author,
                toolVersion,
                newestServer);
    }
}
