package dev.plumbline.plan;

import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.diff.TableChange;
import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.Policy;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Table;
import dev.plumbline.model.View;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks and defaults of tables that call a function which needs the table: the table is made without them, then the function, then
 * they; and they go first where the table goes, as do policies that ask a view of it.
 */
final class Postponed {
    private final Schema schema;
    private final Set<ObjectId> parts = new HashSet<>();

    private Postponed(Schema schema, Stream<SchemaObject> tables) {
        this.schema = schema;
        tables.map(Table.class::cast).forEach(this::look);
    }

    /** Those of tables that are made. */
    static Postponed made(SchemaDiff diff) {
        return new Postponed(
                diff.to(),
                diff.changes().stream()
                        .filter(change ->
                                change instanceof TableChange.Created || change instanceof TableChange.Rebuilt)
                        .flatMap(change -> change.after().stream()));
    }

    /** Those of tables that are dropped. */
    static Postponed dropped(SchemaDiff diff) {
        return new Postponed(
                diff.from(),
                diff.changes().stream()
                        .filter(TableChange.Dropped.class::isInstance)
                        .flatMap(change -> change.before().stream()));
    }

    Set<ObjectId> parts() {
        return parts;
    }

    boolean contains(ObjectId part) {
        return parts.contains(part);
    }

    private void look(Table table) {
        for (Constraint constraint : table.constraints()) {
            if (constraint.type() == Constraint.Type.CHECK) {
                look(table, constraint.id());
            }
        }
        for (Column column : table.columns()) {
            if (column.defaultValue().isPresent()) {
                look(table, column.id());
            }
        }
        // They are made after their table anyway.
        table.parts().stream().filter(Policy.class::isInstance).forEach(policy -> look(table, policy.id()));
    }

    private void look(Table table, ObjectId part) {
        for (ObjectId need : schema.dependencies().getOrDefault(part, Set.of())) {
            // A view's column is as good as the view.
            ObjectId asked = schema.whole(need)
                    .filter(View.class::isInstance)
                    .map(SchemaObject::id)
                    .orElse(need);
            boolean asks = asked.kind() == ObjectKind.FUNCTION
                    || asked.kind() == ObjectKind.VIEW
                    || asked.kind() == ObjectKind.MATERIALIZED_VIEW;
            if (asks && reaches(asked, table)) {
                parts.add(part);
            }
        }
    }

    /** Whether {@code from} needs the table or a part of it, directly or by way of others. */
    private boolean reaches(ObjectId from, Table table) {
        Deque<ObjectId> todo = new ArrayDeque<>(Set.of(from));
        Set<ObjectId> seen = new HashSet<>();
        while (!todo.isEmpty()) {
            ObjectId next = todo.poll();
            if (next.kind() != ObjectKind.FUNCTION && next.name().equals(table.name())) {
                return true;
            }
            if (seen.add(next)) {
                todo.addAll(schema.dependencies().getOrDefault(next, Set.of()));
            }
        }
        return false;
    }
}
