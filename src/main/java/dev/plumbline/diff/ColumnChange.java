package dev.plumbline.diff;

import dev.plumbline.model.Column;
import dev.plumbline.sql.Deparsed;
import java.util.ArrayList;
import java.util.List;

/** Changes of a column. */
public sealed interface ColumnChange extends Change {
    /** A column that was not there. */
    record Added(Column to) implements ColumnChange, Creates {
        @Override
        public String verb() {
            return "add";
        }
    }

    /** A column that goes, with its values. */
    record Dropped(Column from) implements ColumnChange, Drops {
        @Override
        public boolean destructive() {
            return true;
        }
    }

    /** Another type or collation. */
    record Retyped(Column from, Column to) implements ColumnChange, Alters {
        @Override
        public String verb() {
            return "change type of";
        }

        @Override
        public String detail() {
            return from.type() + " → " + to.type();
        }

        @Override
        public boolean destructive() {
            return !isComputed(from, to) && !Widening.isLossless(from.type(), to.type());
        }
    }

    /** NULL is refused, or allowed again. */
    record Required(Column from, Column to) implements ColumnChange, Alters {
        @Override
        public String verb() {
            return "change nullability of";
        }

        @Override
        public String detail() {
            return to.notNull() ? "not null" : "null";
        }
    }

    /** Another default. */
    record Defaulted(Column from, Column to) implements ColumnChange, Alters {
        @Override
        public String verb() {
            return "change default of";
        }

        @Override
        public String detail() {
            return from.defaultValue().orElse("none") + " → "
                    + to.defaultValue().orElse("none");
        }
    }

    /** Another generation expression, one more or one less. */
    record Generated(Column from, Column to) implements ColumnChange, Alters {
        @Override
        public String verb() {
            return "change generation of";
        }
    }

    /** Another identity, one more or one less. */
    record Identified(Column from, Column to) implements ColumnChange, Alters {
        @Override
        public String verb() {
            return "change identity of";
        }
    }

    /** Other storage, compression, statistics or options. */
    record Configured(Column from, Column to) implements ColumnChange, Alters {
        @Override
        public String verb() {
            return "configure";
        }
    }

    /** Another kind of generated column, generated or not, or a type that no value can become: only a new column can be. */
    record Rebuilt(Column from, Column to) implements ColumnChange, Rebuilds {
        @Override
        public String detail() {
            return from.generated().equals(to.generated())
                    ? from.type() + " → " + to.type()
                    : kind(from) + " → " + kind(to);
        }

        private static String kind(Column column) {
            return column.generated()
                    .map(generated -> generated.stored() ? "stored" : "virtual")
                    .orElse("plain");
        }

        @Override
        public boolean destructive() {
            return !isComputed(from, to);
        }
    }

    /** What an expression gives can be had again; what was written cannot. */
    private static boolean isComputed(Column from, Column to) {
        return from.generated().isPresent() && to.generated().isPresent();
    }

    /** What leads from one to the other in a view, whose query says the rest. */
    static List<Change> defaultBetween(Column from, Column to) {
        return Deparsed.same(from.defaultValue(), to.defaultValue()) ? List.of() : List.of(new Defaulted(from, to));
    }

    /**
     * What leads from one to the other. Whether an inherited column is also declared by the table itself is not compared: no
     * statement can change it back.
     */
    static List<Change> between(Column from, Column to) {
        List<Change> changes = new ArrayList<>();
        if (!isGeneratedAlike(from, to)) {
            if (!inPlace(from, to)) {
                return List.of(new Rebuilt(from, to));
            }
            changes.add(new Generated(from, to));
        }
        if (from.generated().isEmpty()
                && !from.type().equals(to.type())
                && Casts.path(from.type(), to.type()).isEmpty()) {
            return List.of(new Rebuilt(from, to));
        }
        if (!from.type().equals(to.type()) || !from.collation().equals(to.collation())) {
            changes.add(new Retyped(from, to));
        }
        if (!from.identity().equals(to.identity())) {
            changes.add(new Identified(from, to));
        }
        if (!Deparsed.same(from.defaultValue(), to.defaultValue())) {
            changes.add(new Defaulted(from, to));
        }
        if (from.notNull() != to.notNull()) {
            changes.add(new Required(from, to));
        }
        if (!from.storage().equals(to.storage())
                || !from.compression().equals(to.compression())
                || !from.statistics().equals(to.statistics())
                || !from.options().equals(to.options())) {
            changes.add(new Configured(from, to));
        }
        return changes;
    }

    private static boolean isGeneratedAlike(Column from, Column to) {
        return from.generated()
                        .map(Column.Generated::stored)
                        .equals(to.generated().map(Column.Generated::stored))
                && Deparsed.same(
                        from.generated().map(Column.Generated::expression),
                        to.generated().map(Column.Generated::expression));
    }

    /** Whether another expression, or none, can be had without making the column anew. */
    private static boolean inPlace(Column from, Column to) {
        boolean wasStored = from.generated().filter(Column.Generated::stored).isPresent();
        if (to.generated().isEmpty()) {
            return wasStored;
        }
        return from.generated().isPresent()
                && wasStored == to.generated().get().stored()
                && from.type().equals(to.type())
                && from.collation().equals(to.collation());
    }
}
