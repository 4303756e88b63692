/** How to get from one schema to another: the statements, in an order that works, in forms that do not stop a busy database. */
@NullMarked
package dev.plumbline.plan;

import org.jspecify.annotations.NullMarked;
