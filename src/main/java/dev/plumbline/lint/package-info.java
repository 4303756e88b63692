/**
 * Static checks of migration files: scripts come in, findings go out, and edits that mend some of them. What a statement does is told
 * by {@link dev.plumbline.risk.effect.Effects}; a rule says what is wrong with that, and what to write instead. It writes no file and
 * asks no database.
 */
@NullMarked
package dev.plumbline.lint;

import org.jspecify.annotations.NullMarked;
