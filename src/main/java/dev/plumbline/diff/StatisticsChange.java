package dev.plumbline.diff;

import dev.plumbline.model.Statistics;
import java.util.ArrayList;
import java.util.List;

/** Changes of extended statistics. */
public sealed interface StatisticsChange extends Change {
    /** Statistics that were not there. */
    record Created(Statistics to) implements StatisticsChange, Creates {}

    /** Statistics that go. */
    record Dropped(Statistics from) implements StatisticsChange, Drops {}

    /** Other columns or kinds. */
    record Rebuilt(Statistics from, Statistics to) implements StatisticsChange, Rebuilds {}

    /** Another target. */
    record Targeted(Statistics from, Statistics to) implements StatisticsChange, Alters {
        @Override
        public String verb() {
            return "change target of";
        }
    }

    /** What leads from one to the other. */
    static List<Change> between(Statistics from, Statistics to) {
        List<Change> changes = new ArrayList<>();
        if (!from.definition().equals(to.definition())) {
            changes.add(new Rebuilt(from, to));
        }
        if (from.definition().equals(to.definition()) && !from.target().equals(to.target())) {
            changes.add(new Targeted(from, to));
        }
        return changes;
    }
}
