package dev.plumbline.diff;

import dev.plumbline.model.Column;
import dev.plumbline.model.View;
import java.util.ArrayList;
import java.util.List;

/** Changes of a view or materialized view. */
public sealed interface ViewChange extends Change {
    /** A view that was not there. */
    record Created(View to) implements ViewChange, Creates {}

    /** A view that goes. */
    record Dropped(View from) implements ViewChange, Drops {}

    /** Another query that keeps the columns there are. */
    record Replaced(View from, View to) implements ViewChange, Alters {
        @Override
        public String verb() {
            return "replace";
        }
    }

    /** Other columns, or a materialized view with another query. */
    record Rebuilt(View from, View to) implements ViewChange, Rebuilds {}

    /** Other options, access method or tablespace. */
    record Configured(View from, View to) implements ViewChange, Alters {
        @Override
        public String verb() {
            return "configure";
        }
    }

    /** A materialized view gets its rows, or loses them. */
    record Populated(View from, View to) implements ViewChange, Alters {
        @Override
        public String verb() {
            return "refresh";
        }
    }

    /** What leads from one to the other, without the parts. */
    static List<Change> between(View from, View to) {
        List<Change> changes = new ArrayList<>();
        if (!from.definition().equals(to.definition()) || !face(from).equals(face(to))) {
            List<String> before = face(from);
            List<String> after = face(to);
            boolean appended = after.size() >= before.size()
                    && after.subList(0, before.size()).equals(before);
            if (from.materialized() || !appended) {
                changes.add(new Rebuilt(from, to));
                return changes;
            }
            changes.add(new Replaced(from, to));
        }
        if (!from.options().equals(to.options())
                || !from.accessMethod().equals(to.accessMethod())
                || !from.tablespace().equals(to.tablespace())) {
            changes.add(new Configured(from, to));
        }
        if (from.populated() != to.populated()) {
            changes.add(new Populated(from, to));
        }
        return changes;
    }

    /** What {@code CREATE OR REPLACE} must keep: names, types and collations, in their order. */
    private static List<String> face(View view) {
        return view.columns().stream().map(ViewChange::face).toList();
    }

    private static String face(Column column) {
        return column.name() + " " + column.type() + column.collation().orElse("");
    }
}
