/**
 * Where a schema is written down, and reading it: one sub-package for each kind of source.
 *
 * <p>In: what a user named, as a {@link dev.plumbline.source.SourceSpec}. Out: a {@link dev.plumbline.model.Schema} whose every
 * object knows where it was read. Never writes to a source.
 */
@NullMarked
package dev.plumbline.source;

import org.jspecify.annotations.NullMarked;
