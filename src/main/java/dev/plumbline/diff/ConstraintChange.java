package dev.plumbline.diff;

import dev.plumbline.model.Constraint;
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

    /** Other settings of the index behind it. */
    record Configured(Constraint from, Constraint to) implements ConstraintChange, Alters {
        @Override
        public String verb() {
            return "configure";
        }
    }

    /** What leads from one to the other. */
    static List<Change> between(Constraint from, Constraint to) {
        List<Change> changes = new ArrayList<>();
        if (!from.definition().equals(to.definition())) {
            boolean onlyChecked =
                    !from.validated() && to.validated() && from.definition().equals(to.definition() + " NOT VALID");
            changes.add(onlyChecked ? new Validated(from, to) : new Rebuilt(from, to));
        } else if (!from.index().equals(to.index())) {
            changes.add(new Configured(from, to));
        }
        return changes;
    }
}
