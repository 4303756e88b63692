package dev.plumbline.rehearse;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import dev.plumbline.rows.Filled;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long things would take with as many rows as there are where it matters. What rewrites, reads or changes rows is taken to grow
 * with them, and building an index with their number times its logarithm; what touches no rows, not at all.
 */
public final class Extrapolation {
    private final Map<QualifiedName, Filled> filled = new HashMap<>();
    private final Outcome outcome;

    private Extrapolation(Outcome outcome) {
        this.outcome = outcome;
        outcome.filled().forEach(it -> filled.put(it.table(), it));
    }

    /** Empty where no table had fewer rows than where it matters. */
    public static Optional<Extrapolation> of(Outcome outcome) {
        return outcome.filled().stream().anyMatch(it -> it.rows() > 0 && it.rows() < it.wanted())
                ? Optional.of(new Extrapolation(outcome))
                : Optional.empty();
    }

    public Duration window() {
        return sum(outcome.migrations().stream().map(Rehearsed::up));
    }

    public Duration rollback() {
        return sum(outcome.migrations().stream().map(Rehearsed::down));
    }

    private Duration sum(Stream<List<Measured>> scripts) {
        return scripts.flatMap(List::stream)
                .map(statement -> times(statement.took(), factor(statement)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** How long a lock that keeps readers and writers out would be held at the longest. */
    public Duration longestExclusiveLock() {
        return outcome.migrations().stream()
                .flatMap(it -> Stream.of(it.up(), it.down()))
                .flatMap(this::exclusive)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** A lock is held while what comes after its statement runs, too, as long as that is one transaction. */
    private Stream<Duration> exclusive(List<Measured> script) {
        return script.stream().flatMap(statement -> statement.longest(LockMode::blocksReads).stream()
                .map(lock -> times(
                        lock.held(),
                        script.stream()
                                .filter(later -> later.ordinal() >= statement.ordinal())
                                .mapToDouble(this::factor)
                                .max()
                                .orElse(1))));
    }

    private double factor(Measured statement) {
        double rows = Stream.of(statement.rewrites(), statement.scans())
                .flatMap(Collection::stream)
                .mapToDouble(this::growth)
                .max()
                .orElse(1);
        double sorted = statement.builds().stream()
                .mapToDouble(table -> growth(table) * logarithm(table))
                .max()
                .orElse(1);
        return Math.max(rows, sorted);
    }

    private double growth(QualifiedName table) {
        Filled rows = filled.get(table);
        return rows == null || rows.rows() == 0 ? 1 : Math.max(1, (double) rows.wanted() / rows.rows());
    }

    private double logarithm(QualifiedName table) {
        Filled rows = filled.get(table);
        return rows == null || rows.rows() < 2
                ? 1
                : Math.max(1, Math.log((double) rows.wanted()) / Math.log((double) rows.rows()));
    }

    private static Duration times(Duration time, double factor) {
        return Duration.ofNanos(Math.round(time.toNanos() * factor));
    }
}
