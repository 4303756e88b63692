package dev.plumbline.diff;

import dev.plumbline.model.Constraint;
import dev.plumbline.sql.Deparsed;
import java.util.ArrayList;
import java.util.List;

/** Changes of a constraint. */
public sealed interface ConstraintChange extends Change {
    /** A constraint that was not there. */
    record Added(Constraint to) implements ConstraintChange, Creates {
        @Override
        public String verb() {
            return "add";
        }
    }

    /** A constraint that goes. */
    record Dropped(Constraint from) implements ConstraintChange, Drops {}

    /** Its rows are to be checked, and nothing else differs. */
    record Validated(Constraint from, Constraint to) implements ConstraintChange, Alters {
        @Override
        public String verb() {
            return "validate";
        }
    }

    /** Another definition. */
    record Rebuilt(Constraint from, Constraint to) implements ConstraintChange, Rebuilds {
        @Override
        public String detail() {
            return from.definition() + " → " + to.definition();
        }
    }

    /** The index behind it becomes a part of a partitioned index. */
    record Attached(Constraint from, Constraint to) implements ConstraintChange, Alters {
        @Override
        public String verb() {
            return "attach";
        }
    }

    /** Other settings of the index behind it. */
    record Configured(Constraint from, Constraint to) implements ConstraintChange, Alters {
        @Override
        public String verb() {
            return "configure";
        }
    }

    /** What leads from one to the other. */
    static List<Change> between(Constraint from, Constraint to) {
        boolean detached = from.partitionOf().isPresent() && !from.partitionOf().equals(to.partitionOf());
        if (!Deparsed.same(from.definition(), to.definition()) || detached) {
            boolean onlyChecked = !from.validated()
                    && to.validated()
                    && Deparsed.same(from.definition(), to.definition() + " NOT VALID");
            return List.of(onlyChecked ? new Validated(from, to) : new Rebuilt(from, to));
        }
        List<Change> changes = new ArrayList<>();
        if (!from.partitionOf().equals(to.partitionOf())) {
            changes.add(new Attached(from, to));
        }
        if (!from.index().equals(to.index())) {
            changes.add(new Configured(from, to));
        }
        return changes;
    }
}
