package dev.plumbline.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What checks leave a column.
 *
 * @param allowed literals, where only these are; else empty
 * @param least   a literal that no value is below
 * @param most    a literal that no value is above
 * @param longest how many characters a text has at most
 */
record Narrowing(List<String> allowed, Optional<String> least, Optional<String> most, OptionalInt longest) {
    static final Narrowing NONE = new Narrowing(List.of(), Optional.empty(), Optional.empty(), OptionalInt.empty());

    Narrowing {
        allowed = List.copyOf(allowed);
    }

    /** Both hold. Of two bounds on one side the later is kept: rows that break the other are thrown away when they are made. */
    Narrowing and(Narrowing other) {
        List<String> both = new ArrayList<>(allowed.isEmpty() ? other.allowed : allowed);
        if (!other.allowed.isEmpty()) {
            both.retainAll(other.allowed);
        }
        return new Narrowing(
                both,
                other.least.or(() -> least),
                other.most.or(() -> most),
                other.longest.isPresent() ? other.longest : longest);
    }
}
