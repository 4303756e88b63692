/**
 * A throwaway real PostgreSQL on this machine: options in, a running server's address out.
 *
 * <p>Binaries and an initialised data directory are cached, so that a start costs one copy of that directory. No server
 * outlives the process that started it, however that process ends. Nothing here reads or changes what is in a database, and
 * nothing ever touches a server that it did not start itself.
 */
@NullMarked
package dev.plumbline.shadow;

import org.jspecify.annotations.NullMarked;
