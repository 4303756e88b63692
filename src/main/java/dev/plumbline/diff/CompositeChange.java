package dev.plumbline.diff;

import dev.plumbline.model.CompositeType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
            return fields(from) + " → " + fields(to);
        }

        @Override
        public boolean destructive() {
            return !keeps(from, to);
        }

        /** Whether a field gets another type, or sorts otherwise. */
        public boolean retypes() {
            return to.attributes().stream().anyMatch(field -> from.attributes().stream()
                    .anyMatch(was -> was.name().equals(field.name())
                            && (!was.type().equals(field.type())
                                    || !was.collation().equals(field.collation()))));
        }
    }

    /** Another type of the same name, to which columns are converted; a plan needs it where {@link Reshaped} cannot be had. */
    record Rebuilt(CompositeType from, CompositeType to) implements CompositeChange, Rebuilds {
        @Override
        public boolean destructive() {
            return !keeps(from, to);
        }
    }

    private static String fields(CompositeType type) {
        return type.attributes().stream()
                .map(field -> field.name() + " " + field.type())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** Whether every value of the one is one of the other, with fields more that are NULL. */
    private static boolean keeps(CompositeType from, CompositeType to) {
        return from.attributes().stream().allMatch(was -> to.attributes().stream()
                .anyMatch(field -> field.name().equals(was.name()) && Widening.isLossless(was.type(), field.type())));
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
