/** x. */
@org.jspecify.annotations.NullMarked
package dev.plumbline.config;
