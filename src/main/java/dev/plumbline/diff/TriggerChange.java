package dev.plumbline.diff;

import dev.plumbline.model.Trigger;
import java.util.ArrayList;
import java.util.List;

/** Changes of a trigger. */
public sealed interface TriggerChange extends Change {
    /** A trigger that was not there. */
    record Created(Trigger to) implements TriggerChange, Creates {}

    /** A trigger that goes. */
    record Dropped(Trigger from) implements TriggerChange, Drops {}

    /** Another definition. */
    record Rebuilt(Trigger from, Trigger to) implements TriggerChange, Rebuilds {}

    /** It fires at other times. */
    record Switched(Trigger from, Trigger to) implements TriggerChange, Alters {
        @Override
        public String verb() {
            return "switch";
        }

        @Override
        public String detail() {
            return from.firing() + " → " + to.firing();
        }
    }

    /** What leads from one to the other. */
    static List<Change> between(Trigger from, Trigger to) {
        List<Change> changes = new ArrayList<>();
        if (!from.definition().equals(to.definition())) {
            changes.add(new Rebuilt(from, to));
        }
        if (from.definition().equals(to.definition()) && from.firing() != to.firing()) {
            changes.add(new Switched(from, to));
        }
        return changes;
    }
}
