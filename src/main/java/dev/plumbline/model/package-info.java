/**
 * A database schema as data: immutable, complete as far as {@code pg_dump} can tell two schemas apart, and free of any connection. Every
 * expression, type and definition is text as PostgreSQL itself writes it with an empty {@code search_path}, so that equal text is
 * equal meaning to the letter.
 */
@NullMarked
package dev.plumbline.model;

import org.jspecify.annotations.NullMarked;
