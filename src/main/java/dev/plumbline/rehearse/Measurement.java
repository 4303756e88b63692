package dev.plumbline.rehearse;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.Effect;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a statement was seen to do.
 *
 * @param indexes which of the relations that it locked are indexes
 * @param sizes   how many rows the tables had that it rewrote, scanned or indexed, as far as the server counts them
 * @param rows    that it inserted, updated and deleted, those that its triggers wrote included
 * @param written bytes of the write-ahead log
 */
record Measurement(
        Effect effect, Set<QualifiedName> indexes, SortedMap<QualifiedName, Long> sizes, long rows, long written) {
    /** Of a statement that was not looked at, for it does nothing of the kind. */
    static final Measurement NOTHING = new Measurement(Effect.NONE, Set.of(), new TreeMap<>(), 0, 0);

    Measurement {
        indexes = Set.copyOf(indexes);
        sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
    }
}
