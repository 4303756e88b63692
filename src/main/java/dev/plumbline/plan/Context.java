package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.ColumnChange;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.diff.TableChange;
import dev.plumbline.diff.ViewChange;
import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the steps of one change must know of the rest of the diff. */
final class Context {
    private final SchemaDiff diff;
    private final Form form;
    private final Set<QualifiedName> made;
    private final Postponed postponed;
    private final Map<ObjectId, List<Change>> changes;

    Context(SchemaDiff diff, Form form) {
        this.diff = diff;
        this.form = form;
        this.postponed = Postponed.made(diff);
        this.changes = diff.changes().stream().collect(Collectors.groupingBy(Change::id));
        this.made = diff.changes().stream()
                .filter(change -> change instanceof TableChange.Created
                        || change instanceof TableChange.Rebuilt
                        || change instanceof ViewChange.Created
                        || change instanceof ViewChange.Rebuilt)
                .map(Change::id)
                .map(ObjectId::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a relation can be in use while the plan runs, so that locks on it matter. */
    boolean busy(QualifiedName relation) {
        return form == Form.SAFE && !made.contains(relation);
    }

    Optional<Table> tableBefore(QualifiedName name) {
        return diff.from().find(ObjectId.of(ObjectKind.TABLE, name)).map(Table.class::cast);
    }

    Optional<Table> tableAfter(QualifiedName name) {
        return diff.to().find(ObjectId.of(ObjectKind.TABLE, name)).map(Table.class::cast);
    }

    Optional<Index> indexAfter(QualifiedName name) {
        return diff.to().find(ObjectId.of(ObjectKind.INDEX, name)).map(Index.class::cast);
    }

    /** Whether it is a partitioned table now, or is to be. */
    boolean isPartitioned(QualifiedName name) {
        return tableAfter(name)
                .or(() -> tableBefore(name))
                .flatMap(Table::partitionKey)
                .isPresent();
    }

    /** The constraint by which a column refuses NULL, where it has a name. */
    Optional<Constraint> notNull(Column column) {
        return tableAfter(column.relation()).stream()
                .flatMap(table -> table.constraints().stream())
                .filter(it ->
                        it.type() == Constraint.Type.NOT_NULL && it.columns().equals(List.of(column.name())))
                .findFirst();
    }

    /** Whether the column of a one-column constraint is added by the plan, and brings the constraint. */
    boolean isNewColumn(Constraint constraint) {
        ObjectId column = new ObjectId(
                ObjectKind.COLUMN, constraint.parent(), constraint.columns().getFirst());
        return changes(column).stream()
                .anyMatch(change -> change instanceof ColumnChange.Added || change instanceof ColumnChange.Rebuilt);
    }

    /** Whether a partition is taken out of its table, if only for a while: from then on its indexes and constraints are its own. */
    boolean leaves(QualifiedName table) {
        return tableBefore(table)
                .flatMap(Table::partition)
                .filter(partition -> changes(ObjectId.of(ObjectKind.TABLE, table)).stream()
                                .anyMatch(TableChange.Partitioned.class::isInstance)
                        || changes(ObjectId.of(ObjectKind.TABLE, partition.parent())).stream()
                                .anyMatch(TableChange.Rebuilt.class::isInstance))
                .isPresent();
    }

    /**
     * The names of constraints that other tables of the schema may still have when the table is made. A constraint that is not given a
     * name gets none of these, although a table's own would do (PostgreSQL 18, {@code ChooseConstraintName}).
     */
    Set<String> takenByOthers(QualifiedName table) {
        return diff.from().all(Table.class).stream()
                .filter(it ->
                        it.name().schema().equals(table.schema()) && !it.name().equals(table))
                .flatMap(it -> it.constraints().stream())
                .map(Constraint::name)
                .collect(Collectors.toSet());
    }

    boolean isDomain(QualifiedName name) {
        ObjectId id = ObjectId.of(ObjectKind.DOMAIN, name);
        return diff.to().find(id).isPresent() || diff.from().find(id).isPresent();
    }

    /** What a table is a partition or child of, when the plan is done. */
    List<QualifiedName> parents(QualifiedName name) {
        return tableAfter(name).map(Context::parents).orElse(List.of());
    }

    private static List<QualifiedName> parents(Table table) {
        return table.partition().map(partition -> List.of(partition.parent())).orElseGet(table::inherits);
    }

    /**
     * Whether a column or constraint is what a statement on the parent gives or takes: it is not the table's own, and the table is
     * and stays a child of the same parents.
     */
    boolean comesWithParent(QualifiedName relation, boolean local, int inheritedFrom) {
        if (local || inheritedFrom == 0) {
            return false;
        }
        Optional<Table> before = tableBefore(relation);
        Optional<Table> after = tableAfter(relation);
        return before.isPresent() && after.isPresent() && parents(before.get()).equals(parents(after.get()));
    }

    /** The parts of new tables that come after these. */
    Postponed postponed() {
        return postponed;
    }

    /** What the diff says of one object or part. */
    List<Change> changes(ObjectId id) {
        return changes.getOrDefault(id, List.of());
    }

    SchemaDiff diff() {
        return diff;
    }
}
