/**
 * Scripts replayed in a shadow: a migration directory or an SQL file in, a database to read and the origin of all that is in it
 * out. What was replayed before is not replayed again. Never touches the database that the scripts are for.
 */
@NullMarked
package dev.plumbline.source.replay;

import org.jspecify.annotations.NullMarked;
