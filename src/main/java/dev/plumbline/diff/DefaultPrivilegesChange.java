package dev.plumbline.diff;

import dev.plumbline.model.DefaultPrivileges;
import java.util.ArrayList;
import java.util.List;

/** Changes of default privileges. */
public sealed interface DefaultPrivilegesChange extends Change {
    /** Default privileges that were not there. */
    record Created(DefaultPrivileges to) implements DefaultPrivilegesChange, Creates {
        @Override
        public String verb() {
            return "set";
        }
    }

    /** Default privileges that go. */
    record Dropped(DefaultPrivileges from) implements DefaultPrivilegesChange, Drops {
        @Override
        public String verb() {
            return "remove";
        }
    }

    /** Other default privileges. */
    record Changed(DefaultPrivileges from, DefaultPrivileges to) implements DefaultPrivilegesChange, Alters {}

    /** What leads from one to the other. */
    static List<Change> between(DefaultPrivileges from, DefaultPrivileges to) {
        List<Change> changes = new ArrayList<>();
        if (!from.privileges().equals(to.privileges())) {
            changes.add(new Changed(from, to));
        }
        return changes;
    }
}
