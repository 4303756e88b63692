/**
 * The engine: brings a database to the state that a migration directory describes, one runner at a time, and keeps the ledger
 * of what was done.
 *
 * <p>In: a {@link dev.plumbline.migrate.layout.MigrationDirectory} and a {@link dev.plumbline.db.Database}. Out: {@link
 * dev.plumbline.migrate.Event}s while it runs, a result record at the end. Never prints, never decides from a flag what the
 * catalog can tell.
 */
@NullMarked
package dev.plumbline.migrate;

import org.jspecify.annotations.NullMarked;
