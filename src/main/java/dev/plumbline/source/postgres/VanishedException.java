package dev.plumbline.source.postgres;

import java.io.Serial;

/** An object of the snapshot was dropped by somebody before its definition could be asked for. */
final class VanishedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    VanishedException(String what) {
        super("no " + what);
    }
}
