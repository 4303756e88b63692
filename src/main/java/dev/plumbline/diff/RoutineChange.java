package dev.plumbline.diff;

import dev.plumbline.model.Routine;
import java.util.ArrayList;
import java.util.List;

/** Changes of a function, procedure or aggregate. */
public sealed interface RoutineChange extends Change {
    /** A routine that was not there. */
    record Created(Routine to) implements RoutineChange, Creates {}

    /** A routine that goes. */
    record Dropped(Routine from) implements RoutineChange, Drops {}

    /** Another body or attribute. */
    record Replaced(Routine from, Routine to) implements RoutineChange, Alters {
        @Override
        public String verb() {
            return "replace";
        }
    }

    /** Another result, or names and defaults of arguments that {@code CREATE OR REPLACE} refuses to change. */
    record Rebuilt(Routine from, Routine to) implements RoutineChange, Rebuilds {}

    /** What leads from one to the other. */
    static List<Change> between(Routine from, Routine to) {
        List<Change> changes = new ArrayList<>();
        if (!from.definition().equals(to.definition())) {
            boolean sameFace =
                    from.result().equals(to.result()) && from.arguments().equals(to.arguments());
            changes.add(sameFace ? new Replaced(from, to) : new Rebuilt(from, to));
        }
        return changes;
    }
}
