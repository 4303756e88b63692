/**
 * Reads a PostgreSQL database's catalog, versions 13 to 18.
 *
 * <p>In: a session. Out: a {@link dev.plumbline.model.Schema}. One class for each kind of object, each with one query over all of
 * them; the number of queries does not grow with the schema. Reads in one snapshot and writes nothing.
 */
@NullMarked
package dev.plumbline.source.postgres;

import org.jspecify.annotations.NullMarked;
