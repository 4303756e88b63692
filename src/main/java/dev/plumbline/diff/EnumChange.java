package dev.plumbline.diff;

import dev.plumbline.model.EnumType;
import java.util.ArrayList;
import java.util.List;

/** Changes of an enum type. */
public sealed interface EnumChange extends Change {
    /** An enum type that was not there. */
    record Created(EnumType to) implements EnumChange, Creates {}

    /** An enum type that goes. */
    record Dropped(EnumType from) implements EnumChange, Drops {}

    /** More labels, the others in the same order. */
    record Extended(EnumType from, EnumType to) implements EnumChange, Alters {
        @Override
        public String verb() {
            return "add labels to";
        }

        @Override
        public String detail() {
            return added(from, to);
        }
    }

    /** Labels gone or in another order, which only a new type can have. */
    record Rebuilt(EnumType from, EnumType to) implements EnumChange, Rebuilds {
        @Override
        public String detail() {
            return from.labels() + " → " + to.labels();
        }

        @Override
        public boolean destructive() {
            return !to.labels().containsAll(from.labels());
        }
    }

    private static String added(EnumType from, EnumType to) {
        return String.join(
                ", ",
                to.labels().stream()
                        .filter(label -> !from.labels().contains(label))
                        .toList());
    }

    /** What leads from one to the other. */
    static List<Change> between(EnumType from, EnumType to) {
        List<Change> changes = new ArrayList<>();
        if (!from.labels().equals(to.labels())) {
            List<String> kept =
                    to.labels().stream().filter(from.labels()::contains).toList();
            changes.add(kept.equals(from.labels()) ? new Extended(from, to) : new Rebuilt(from, to));
        }
        return changes;
    }
}
