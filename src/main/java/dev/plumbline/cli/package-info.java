/** Commands: arguments in, text and an exit code out. */
@NullMarked
package dev.plumbline.cli;

import org.jspecify.annotations.NullMarked;
