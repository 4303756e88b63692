package dev.plumbline.migrate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What was run on a database.
 *
 * @param runs    the ledger's lines, in order; each tells the last attempt at its script
 * @param earlier by a line's id, the attempts before that, which broke off
 */
public record RunLog(List<Run> runs, Map<Long, List<Attempt>> earlier) {
    /**
     * An attempt that broke off, and that a later one went on with.
     *
     * @param statementsDone of the script, when it broke off
     * @param error          why it did
     */
    public record Attempt(
            String author,
            String toolVersion,
            Instant startedAt,
            Duration duration,
            int statementsDone,
            String error) {}

    public RunLog {
        runs = List.copyOf(runs);
        earlier = Map.copyOf(earlier);
    }

    /** The attempts before the one that a line tells. */
    public List<Attempt> before(Run run) {
        return earlier.getOrDefault(run.id(), List.of());
    }
}
