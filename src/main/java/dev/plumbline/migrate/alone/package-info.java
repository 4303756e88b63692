/**
 * The statements that PostgreSQL refuses inside a transaction: how each is recognised, and how the catalog tells, after a
 * crash, whether it was done.
 *
 * <p>In: a statement, and what the catalog held before it ran. Out: a {@link dev.plumbline.migrate.alone.Verdict}. Never runs
 * the statement itself.
 */
@NullMarked
package dev.plumbline.migrate.alone;

import org.jspecify.annotations.NullMarked;
