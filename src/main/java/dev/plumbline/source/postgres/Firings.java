package dev.plumbline.source.postgres;

import dev.plumbline.model.Firing;

/** How the catalog writes when a trigger or rule fires. */
final class Firings {
    private Firings() {}

    static Firing of(char letter) {
        return switch (letter) {
            case 'O' -> Firing.ORIGIN;
            case 'R' -> Firing.REPLICA;
            case 'A' -> Firing.ALWAYS;
            case 'D' -> Firing.DISABLED;
            default -> throw new IllegalStateException("no trigger fires on " + letter);
        };
    }
}
