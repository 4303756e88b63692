/**
 * Commands: arguments in, text and an exit code out. The only package that prints or ends the process.
 */
@NullMarked
package dev.plumbline.cli;

import org.jspecify.annotations.NullMarked;
