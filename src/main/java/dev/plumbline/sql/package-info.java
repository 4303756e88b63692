/**
 * SQL text: bytes of a file come in, its statements with their positions, its {@code plumb:} directives and its checksum go
 * out; and names and values become SQL. It reads as far as PostgreSQL's lexer and psql's splitting do, and never parses
 * what a statement means, never changes one and never talks to a database.
 */
@NullMarked
package dev.plumbline.sql;

import org.jspecify.annotations.NullMarked;
