package dev.plumbline.diff;

import dev.plumbline.model.Index;
import java.util.ArrayList;
import java.util.List;

/** Changes of an index. */
public sealed interface IndexChange extends Change {
    /** An index that was not there. */
    record Created(Index to) implements IndexChange, Creates {}

    /** An index that goes. */
    record Dropped(Index from) implements IndexChange, Drops {}

    /** Another definition. */
    record Rebuilt(Index from, Index to) implements IndexChange, Rebuilds {
        @Override
        public String detail() {
            return from.definition() + " → " + to.definition();
        }
    }

    /** An invalid index becomes valid. */
    record Repaired(Index from, Index to) implements IndexChange, Alters {
        @Override
        public String verb() {
            return "repair";
        }
    }

    /** It becomes a part of a partitioned index. */
    record Attached(Index from, Index to) implements IndexChange, Alters {
        @Override
        public String verb() {
            return "attach";
        }
    }

    /** Other settings. */
    record Configured(Index from, Index to) implements IndexChange, Alters {
        @Override
        public String verb() {
            return "configure";
        }
    }

    /** What leads from one to the other. */
    static List<Change> between(Index from, Index to) {
        List<Change> changes = new ArrayList<>();
        boolean detached = from.partitionOf().isPresent() && !from.partitionOf().equals(to.partitionOf());
        if (!from.definition().equals(to.definition()) || detached) {
            changes.add(new Rebuilt(from, to));
            return changes;
        }
        if (!from.valid() && to.valid()) {
            changes.add(new Repaired(from, to));
        }
        if (!from.partitionOf().equals(to.partitionOf())) {
            changes.add(new Attached(from, to));
        }
        if (!from.settings().equals(to.settings()) || !from.statistics().equals(to.statistics())) {
            changes.add(new Configured(from, to));
        }
        return changes;
    }
}
