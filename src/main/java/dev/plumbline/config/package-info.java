/**
 * Reads {@code plumb.yml}: a file and the environment in, a {@link dev.plumbline.config.Config} out, or one problem that lists
 * every mistake in the file. It knows no defaults and never asks what a value stands for: a directory need not exist. What each key
 * means is written down in docs/configuration.md.
 */
@NullMarked
package dev.plumbline.config;

import org.jspecify.annotations.NullMarked;
