/**
 * What each kind of statement locks, rewrites, scans and builds: a parse tree and a {@link dev.plumbline.risk.World} come in, an
 * {@link dev.plumbline.risk.Effect} goes out. The rules are PostgreSQL's, versions 15 to 18, and tests hold each to what a server
 * is measured to do.
 */
@NullMarked
package dev.plumbline.risk.effect;

import org.jspecify.annotations.NullMarked;
