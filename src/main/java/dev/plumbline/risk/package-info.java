/**
 * What statements do to those who use a database meanwhile: a statement and what is known of the database come in, its locks,
 * rewrites and scans go out, and what a rule has against it. Nothing here asks a database: rehearsals hold it to what they measure.
 */
@NullMarked
package dev.plumbline.risk;

import org.jspecify.annotations.NullMarked;
