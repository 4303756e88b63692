package dev.plumbline.rehearse;

import dev.plumbline.Problem;
import dev.plumbline.diff.Change;
import dev.plumbline.migrate.Pass;
import java.util.List;

/** What a rehearsal found to be wrong with a migration. */
public sealed interface Finding {
    /** A script failed. */
    record Failed(Pass pass, Problem problem) implements Finding {}

    /**
     * Rolled back, the schema is not as it was before.
     *
     * @param changes what would make it so
     */
    record NotRestored(List<Change> changes) implements Finding {
        public NotRestored {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Applied again, the schema is not as it was the first time.
     *
     * @param changes what would make it so
     */
    record NotTheSame(List<Change> changes) implements Finding {
        public NotTheSame {
            changes = List.copyOf(changes);
        }
    }
}
