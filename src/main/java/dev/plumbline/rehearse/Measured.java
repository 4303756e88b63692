package dev.plumbline.rehearse;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Predicate;

/**
 * What a statement of a rehearsal was measured to do.
 *
 * @param ordinal     its number in its script, from 1
 * @param place       {@code file:line:column}
 * @param sql         as people may read it
 * @param transaction whether it may run inside a transaction
 * @param locks       on relations that the migration did not make itself, the worst first
 * @param rewrites    tables whose rows were all written anew
 * @param scans       tables whose rows were all read, without being rewritten or indexed
 * @param builds      tables for which an index was built
 * @param sizes       how many rows those had, as far as the server counts them
 * @param rows        that were inserted, updated and deleted
 * @param written     bytes of the write-ahead log
 * @param temporary   bytes of temporary files; empty where the server does not tell
 * @param took        from sending it to its answer
 */
public record Measured(
        int ordinal,
        String place,
        String sql,
        boolean transaction,
        List<Lock> locks,
        SortedSet<QualifiedName> rewrites,
        SortedSet<QualifiedName> scans,
        SortedSet<QualifiedName> builds,
        SortedMap<QualifiedName, Long> sizes,
        long rows,
        long written,
        OptionalLong temporary,
        Duration took) {
    /** What keeps readers out is worse than what keeps writers out; then what is held longer. */
    static final Comparator<Lock> WORST_LOCK = (a, b) -> {
        int blocks = Integer.compare(weight(b.mode()), weight(a.mode()));
        int held = blocks != 0 ? blocks : b.held().compareTo(a.held());
        int mode = held != 0 ? held : b.mode().compareTo(a.mode());
        return mode != 0 ? mode : a.relation().compareTo(b.relation());
    };

    /** Shorter differences of how long a statement takes are chance. */
    private static final long NOTABLE_MILLIS = 100;

    /** The worst first: by what it blocks, then for how long, then how long it takes; else as they stand in the script. */
    public static final Comparator<Measured> WORST = (a, b) -> {
        int locks = Integer.compare(b.weight(), a.weight());
        int held = locks != 0 || a.weight() == 0 ? locks : b.held().compareTo(a.held());
        int took = held != 0
                ? held
                : Long.compare(b.took().toMillis() / NOTABLE_MILLIS, a.took().toMillis() / NOTABLE_MILLIS);
        return took != 0 ? took : Integer.compare(a.ordinal(), b.ordinal());
    };

    public Measured {
        locks = locks.stream().sorted(WORST_LOCK).toList();
    }

    private static int weight(LockMode mode) {
        return mode.blocksReads() ? 2 : mode.blocksWrites() ? 1 : 0;
    }

    private int weight() {
        return worst().map(lock -> weight(lock.mode())).orElse(0);
    }

    private Duration held() {
        return worst().map(Lock::held).orElse(Duration.ZERO);
    }

    /** The lock that is in others' way most. */
    public Optional<Lock> worst() {
        return locks.stream().findFirst();
    }

    /** The lock of such a mode that was held longest. */
    public Optional<Lock> longest(Predicate<LockMode> such) {
        return locks.stream().filter(lock -> such.test(lock.mode())).max(Comparator.comparing(Lock::held));
    }
}
