/** What every package may use: the one kind of failure a user sees, and what it is told with. */
@NullMarked
package dev.plumbline;

import org.jspecify.annotations.NullMarked;
