/**
 * PostgreSQL's own grammar, without a server: SQL comes in, and its parse trees go out, or where and why it is none. It runs
 * nothing and asks no catalog.
 */
@NullMarked
package dev.plumbline.sql.grammar;

import org.jspecify.annotations.NullMarked;
