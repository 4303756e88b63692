package dev.plumbline.migrate;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A run of {@code apply} or {@code rollback} that is to be killed.
 *
 * @param name what repeats it, for messages
 * @param from how many migrations are applied when it starts
 */
record CrashRun(String name, Moment moment, Direction direction, int from, String url) {
    /** When to kill. The named moments are reached by holding a lock that the run waits for there. */
    enum Moment {
        /** Chance alone. */
        ANY(Optional.empty()),
        /** Chance, after the run has recorded something: most of a short run's time is the start of its process. */
        WORKING(Optional.empty()),
        BEFORE(Optional.of(Caught.BEFORE)),
        IN_TRANSACTION(Optional.of(Caught.IN_TRANSACTION)),
        IN_ALONE(Optional.of(Caught.IN_CONCURRENT_STATEMENT)),
        /** In a concurrent build that has all its rows and waits for others' snapshots to end. */
        LATE_IN_ALONE(Optional.of(Caught.IN_CONCURRENT_STATEMENT)),
        AT_RESULT(Optional.of(Caught.BETWEEN_INTENT_AND_RESULT)),
        BETWEEN_STEPS(Optional.of(Caught.BETWEEN_STEPS)),
        AFTER(Optional.of(Caught.AFTER));

        private final Optional<Caught> state;

        Moment(Optional<Caught> state) {
            this.state = state;
        }

        /** The state that the run is in then; empty where chance decides. */
        Optional<Caught> state() {
            return state;
        }

        /** Whether a run that meets this version first can be caught then. */
        private boolean fits(Direction direction, int version) {
            boolean up = direction == Direction.UP;
            CrashProject.Sample sample = CrashProject.sample(version);
            boolean parks = !sample.park(direction).isEmpty();
            return switch (this) {
                case ANY, WORKING -> version == (up ? 1 : CrashProject.size());
                case BEFORE -> true;
                case IN_TRANSACTION -> sample.changesAccount(direction);
                case IN_ALONE, AT_RESULT -> parks;
                case LATE_IN_ALONE -> parks && sample.buildsIndex(direction);
                case BETWEEN_STEPS -> parks && sample.concurrentStatements(direction) > 1;
                case AFTER -> version == (up ? CrashProject.size() : 1);
            };
        }
    }

    /** Chooses a direction and a start from which the moment can be reached. */
    static CrashRun choose(Moment moment, Random random, String name, CrashDatabases databases) throws SQLException {
        Direction direction = random.nextBoolean() ? Direction.UP : Direction.DOWN;
        int[] fitting = IntStream.rangeClosed(1, CrashProject.size())
                .filter(version -> moment.fits(direction, version))
                .toArray();
        int first = fitting[random.nextInt(fitting.length)];
        int from = direction == Direction.UP ? first - 1 : first;
        String full = "%s, %s from version %d, %s".formatted(name, direction, from, moment);
        return new CrashRun(full, moment, direction, from, databases.at(from));
    }

    String command() {
        return direction == Direction.UP ? "apply" : "rollback";
    }

    List<String> options() {
        return direction == Direction.UP ? List.of() : List.of("--to", "0");
    }

    /** The table whose writers hold up the first statement that runs alone. */
    String park() {
        return CrashProject.sample(first()).park(direction);
    }

    private int first() {
        return direction == Direction.UP ? from + 1 : from;
    }

    /** Condition: something of the run is recorded. */
    String begun() {
        return recorded(first(), "");
    }

    /** Condition: the last migration of the run is done. */
    String finished() {
        return recorded(direction == Direction.UP ? CrashProject.size() : 1, " AND result = 'done'");
    }

    private String recorded(int version, String more) {
        return "SELECT count(*) > 0 FROM plumb.migration_run WHERE version = '%02d' AND direction = '%s'%s"
                .formatted(version, direction, more);
    }
}
