/**
 * What differs between two schemas, exactly: whatever {@code pg_dump} could tell apart, but for owners and the order of columns. Pure
 * functions over {@code model}; one file per kind of object holds its changes and how they are found.
 */
@NullMarked
package dev.plumbline.diff;

import org.jspecify.annotations.NullMarked;
