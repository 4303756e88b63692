/**
 * Reads a migration directory the way the team's own tool does: a path in, sorted migrations and notes out. It never opens
 * a database and never looks inside the SQL. How versions compare in each layout is written down in docs/layouts.md.
 */
@NullMarked
package dev.plumbline.migrate.layout;

import org.jspecify.annotations.NullMarked;
