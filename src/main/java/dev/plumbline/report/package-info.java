/**
 * Results as text for people and as JSON for programs.
 *
 * <p>In: the records of the other packages. Out: strings. Never touches a database and never prints by itself.
 */
@NullMarked
package dev.plumbline.report;

import org.jspecify.annotations.NullMarked;
