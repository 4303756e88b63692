/**
 * Sessions on a PostgreSQL server: where to connect, what to set, how long to wait, and what a failure means to a person.
 *
 * <p>In: a URL or libpq's environment. Out: a {@link dev.plumbline.db.Session}, or a {@link dev.plumbline.Problem} that says
 * what to do. Never knows what a migration is.
 */
@NullMarked
package dev.plumbline.db;

import org.jspecify.annotations.NullMarked;
