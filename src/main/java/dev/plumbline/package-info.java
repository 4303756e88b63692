/** What every package may use: the one kind of failure a user sees. */
@NullMarked
package dev.plumbline;

import org.jspecify.annotations.NullMarked;
