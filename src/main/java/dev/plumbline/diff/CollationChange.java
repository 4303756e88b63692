package dev.plumbline.diff;

import dev.plumbline.model.Collation;
import java.util.ArrayList;
import java.util.List;

/** Changes of a collation. */
public sealed interface CollationChange extends Change {
    /** A collation that was not there. */
    record Created(Collation to) implements CollationChange, Creates {}

    /** A collation that goes. */
    record Dropped(Collation from) implements CollationChange, Drops {}

    /** Another definition, which only a new collation can have. */
    record Rebuilt(Collation from, Collation to) implements CollationChange, Rebuilds {}

    /** What leads from one to the other. */
    static List<Change> between(Collation from, Collation to) {
        List<Change> changes = new ArrayList<>();
        if (!from.provider().equals(to.provider())
                || !from.locale().equals(to.locale())
                || from.deterministic() != to.deterministic()
                || !from.rules().equals(to.rules())) {
            changes.add(new Rebuilt(from, to));
        }
        return changes;
    }
}
