package dev.plumbline.diff;

import dev.plumbline.model.EventTrigger;
import java.util.ArrayList;
import java.util.List;

/** Changes of an event trigger. */
public sealed interface EventTriggerChange extends Change {
    /** An event trigger that was not there. */
    record Created(EventTrigger to) implements EventTriggerChange, Creates {}

    /** An event trigger that goes. */
    record Dropped(EventTrigger from) implements EventTriggerChange, Drops {}

    /** Another event, filter or function. */
    record Rebuilt(EventTrigger from, EventTrigger to) implements EventTriggerChange, Rebuilds {}

    /** It fires at other times. */
    record Switched(EventTrigger from, EventTrigger to) implements EventTriggerChange, Alters {
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
    static List<Change> between(EventTrigger from, EventTrigger to) {
        List<Change> changes = new ArrayList<>();
        if (!from.event().equals(to.event())
                || !from.tags().equals(to.tags())
                || !from.function().equals(to.function())) {
            changes.add(new Rebuilt(from, to));
        }
        if (!(!from.event().equals(to.event())
                        || !from.tags().equals(to.tags())
                        || !from.function().equals(to.function()))
                && from.firing() != to.firing()) {
            changes.add(new Switched(from, to));
        }
        return changes;
    }
}
