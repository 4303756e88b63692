/**
 * One rule a file, under the name of its id, with a page of the same name in {@code docs/rules}: a {@link dev.plumbline.lint.Subject}
 * comes in, and what the rule has against it goes to a {@link dev.plumbline.lint.Report}.
 */
@NullMarked
package dev.plumbline.lint.rules;

import org.jspecify.annotations.NullMarked;
