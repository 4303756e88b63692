package dev.plumbline.migrate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the ledger's lines say together about one migration.
 *
 * @param applied the line that applied it, where it is applied or was before its rollback began
 * @param open    the line that is under way or broke off: the next run goes on with it
 * @param failed  the last line, where that one failed and left nothing
 */
record Standing(State state, Optional<Run> applied, Optional<Run> open, Optional<Run> failed) {
    static final Standing UNKNOWN = new Standing(State.PENDING, Optional.empty(), Optional.empty(), Optional.empty());

    /** By identity, of every migration that the ledger knows; {@code runs} in the ledger's order. */
    static Map<String, Standing> of(List<Run> runs) {
        Map<String, Standing> result = new HashMap<>();
        for (Run run : runs) {
            result.merge(run.identity(), UNKNOWN.after(run), (old, _) -> old.after(run));
        }
        return result;
    }

    private Standing after(Run run) {
        boolean up = run.direction() == Direction.UP;
        return switch (run.result()) {
            case DONE, RESOLVED, BASELINE ->
                up ? new Standing(State.APPLIED, Optional.of(run), Optional.empty(), Optional.empty()) : UNKNOWN;
            case ABANDONED -> this;
            case RUNNING, FAILED -> {
                if (run.hasProgress()) {
                    yield new Standing(State.PARTIAL, applied, Optional.of(run), Optional.empty());
                }
                // A rollback that failed in one piece left the migration applied.
                State left = applied.isPresent() ? State.APPLIED : State.FAILED;
                // A line with steps is gone on with, also where none of them is left in the database.
                Optional<Run> toGoOn = run.steps().isEmpty() ? open : Optional.of(run);
                yield new Standing(state == State.PARTIAL ? state : left, applied, toGoOn, Optional.of(run));
            }
        };
    }
}
