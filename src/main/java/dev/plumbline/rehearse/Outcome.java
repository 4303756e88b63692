package dev.plumbline.rehearse;

import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import dev.plumbline.rows.Filled;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What became of a rehearsal.
 *
 * @param server     the version of the server, such as {@code 18.6}; empty where there was nothing to do
 * @param migrations those that were rehearsed, in order
 * @param left       those that were not, for one before them left nothing to begin with
 * @param filled     the tables that were filled for it
 * @param unfilled   tables that were to be filled, and never were there
 */
public record Outcome(
        String server,
        List<Rehearsed> migrations,
        List<Migration> left,
        Limits limits,
        List<Filled> filled,
        List<QualifiedName> unfilled) {
    public Outcome {
        filled = List.copyOf(filled);
        unfilled = List.copyOf(unfilled);
        migrations = List.copyOf(migrations);
        left = List.copyOf(left);
    }

    /** A lock, and the statement that took it. */
    public record Longest(Measured statement, Lock lock) {}

    /** How long applying all of it took, as far as it did. */
    public Duration window() {
        return sum(Rehearsed::applying);
    }

    /** How long rolling all of it back took, as far as it did. */
    public Duration rollback() {
        return sum(Rehearsed::rollingBack);
    }

    private Duration sum(Function<Rehearsed, Optional<Duration>> part) {
        return migrations.stream().flatMap(it -> part.apply(it).stream()).reduce(Duration.ZERO, Duration::plus);
    }

    /** The lock of such a mode that was held longest. */
    public Optional<Longest> longest(Predicate<LockMode> such) {
        return migrations.stream()
                .flatMap(it -> Stream.concat(it.up().stream(), it.down().stream()))
                .flatMap(statement -> statement.longest(such).stream().map(lock -> new Longest(statement, lock)))
                .max(Comparator.comparing(it -> it.lock().held()));
    }

    /** Whether one lock kept readers and writers out for longer than it may. */
    public boolean breaksExclusiveLock() {
        return longest(LockMode::blocksReads)
                .filter(it -> Limits.isOver(it.lock().held(), limits.exclusiveLock()))
                .isPresent();
    }

    public boolean breaksWindow() {
        return Limits.isOver(window(), limits.window());
    }

    public boolean breaksRollback() {
        return Limits.isOver(rollback(), limits.rollback());
    }

    /** Whether a limit is broken. */
    public boolean breaksLimit() {
        return breaksExclusiveLock() || breaksWindow() || breaksRollback();
    }

    /** Whether nothing was found to be wrong. */
    public boolean isGood() {
        return left.isEmpty()
                && !breaksLimit()
                && migrations.stream().allMatch(it -> it.findings().isEmpty());
    }
}
