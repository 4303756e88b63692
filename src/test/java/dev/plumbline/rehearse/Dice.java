package dev.plumbline.rehearse;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random choices, the same for the same seed. */
final class Dice {
    private final Random random;

    Dice(Random random) {
        this.random = random;
    }

    int below(int n) {
        return random.nextInt(n);
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    <T> Optional<T> of(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    String of(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    /** The text, mostly not. */
    String rarely(String text) {
        return oneIn(6) ? text : "";
    }

    /** The text or nothing. */
    String maybe(String text) {
        return oneIn(2) ? text : "";
    }
}
