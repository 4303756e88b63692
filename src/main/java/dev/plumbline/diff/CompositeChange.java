package dev.plumbline.diff;

import dev.plumbline.model.CompositeType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Changes of a composite type. */
public sealed interface CompositeChange extends Change {
    /** A composite type that was not there. */
    record Created(CompositeType to) implements CompositeChange, Creates {}

    /** A composite type that goes. */
    record Dropped(CompositeType from) implements CompositeChange, Drops {}

    /** Other fields. */
    record Reshaped(CompositeType from, CompositeType to) implements CompositeChange, Alters {
        @Override
        public String verb() {
            return "reshape";
        }

        @Override
        public String detail() {
            return from.attributes() + " → " + to.attributes();
        }

        @Override
        public boolean destructive() {
            return true;
        }
    }

    /** What leads from one to the other. */
    static List<Change> between(CompositeType from, CompositeType to) {
        List<Change> changes = new ArrayList<>();
        if (!shape(from).equals(shape(to))) {
            changes.add(new Reshaped(from, to));
        }
        return changes;
    }

    /** The fields without their comments, whose order counts for as little as that of columns: a new one can only come last. */
    private static List<CompositeType.Attribute> shape(CompositeType type) {
        return type.attributes().stream()
                .map(field ->
                        new CompositeType.Attribute(field.name(), field.type(), field.collation(), Optional.empty()))
                .sorted(Comparator.comparing(CompositeType.Attribute::name))
                .toList();
    }
}
