package dev.plumbline.diff;

import dev.plumbline.model.Policy;
import java.util.ArrayList;
import java.util.List;

/** Changes of a policy. */
public sealed interface PolicyChange extends Change {
    /** A policy that was not there. */
    record Created(Policy to) implements PolicyChange, Creates {}

    /** A policy that goes. */
    record Dropped(Policy from) implements PolicyChange, Drops {}

    /** Another command or sense, or a condition less, which only a new policy can have. */
    record Rebuilt(Policy from, Policy to) implements PolicyChange, Rebuilds {}

    /** Other roles or conditions. */
    record Altered(Policy from, Policy to) implements PolicyChange, Alters {
        @Override
        public String verb() {
            return "alter";
        }
    }

    /** What leads from one to the other. */
    static List<Change> between(Policy from, Policy to) {
        List<Change> changes = new ArrayList<>();
        if (from.permissive() != to.permissive()
                || !from.command().equals(to.command())
                || (from.using().isPresent() && to.using().isEmpty())
                || (from.check().isPresent() && to.check().isEmpty())) {
            changes.add(new Rebuilt(from, to));
        } else if (!from.roles().equals(to.roles())
                || !from.using().equals(to.using())
                || !from.check().equals(to.check())) {
            changes.add(new Altered(from, to));
        }
        return changes;
    }
}
