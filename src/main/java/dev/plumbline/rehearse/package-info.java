/** Plans tried on a shadow before anybody is told of them. */
@NullMarked
package dev.plumbline.rehearse;

import org.jspecify.annotations.NullMarked;
