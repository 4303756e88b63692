package dev.plumbline.diff;

import dev.plumbline.model.Rule;
import java.util.ArrayList;
import java.util.List;

/** Changes of a rewrite rule. */
public sealed interface RuleChange extends Change {
    /** A rule that was not there. */
    record Created(Rule to) implements RuleChange, Creates {}

    /** A rule that goes. */
    record Dropped(Rule from) implements RuleChange, Drops {}

    /** Another definition. */
    record Rebuilt(Rule from, Rule to) implements RuleChange, Rebuilds {}

    /** It fires at other times. */
    record Switched(Rule from, Rule to) implements RuleChange, Alters {
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
    static List<Change> between(Rule from, Rule to) {
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
