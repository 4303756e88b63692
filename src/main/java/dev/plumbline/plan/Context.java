package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.ColumnChange;
import dev.plumbline.diff.RenameChange;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.diff.TableChange;
import dev.plumbline.diff.ViewChange;
import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the steps of one change must know of the rest of the diff. */
final class Context {
    private final SchemaDiff diff;
    private final Form form;
    private final Set<QualifiedName> made;
    private final Postponed postponed;
    private final Published published;
    private final Map<ObjectId, List<Change>> changes;

    /** By the new name of what is renamed. */
    private final Map<ObjectId, ObjectId> oldNames;

    /** By a name, the tables of either side with a constraint of that name. */
    private final Map<String, Set<QualifiedName>> constraintNames;

    /** By a table that is no partitioned one, those that inherited from it. */
    private final Map<QualifiedName, List<QualifiedName>> children = new HashMap<>();

    private final Map<QualifiedName, List<QualifiedName>> partitionsBefore;
    private final Map<QualifiedName, List<QualifiedName>> partitionsAfter;

    private final Attachments attachmentsBefore;
    private final Attachments attachmentsAfter;

    /** What foreign keys pointed to. */
    private final Set<QualifiedName> referencedBefore;

    Context(SchemaDiff diff, Form form) {
        this.diff = diff;
        this.form = form;
        this.postponed = Postponed.made(diff);
        this.published = new Published(diff);
        this.changes = diff.changes().stream().collect(Collectors.groupingBy(Change::id));
        this.oldNames = diff.changes().stream()
                .filter(RenameChange.Renamed.class::isInstance)
                .map(RenameChange.Renamed.class::cast)
                .collect(Collectors.toMap(it -> it.to().id(), it -> it.from().id()));
        this.made = diff.changes().stream()
                .filter(change -> change instanceof TableChange.Created
                        || change instanceof TableChange.Rebuilt
                        || change instanceof ViewChange.Created
                        || change instanceof ViewChange.Rebuilt)
                .map(Change::id)
                .map(ObjectId::name)
                .collect(Collectors.toUnmodifiableSet());
        this.constraintNames = new HashMap<>();
        Stream.of(diff.from(), diff.to())
                .flatMap(schema -> schema.all(Table.class).stream())
                .forEach(table -> table.constraints().forEach(constraint -> constraintNames
                        .computeIfAbsent(constraint.name(), _ -> new HashSet<>())
                        .add(table.name())));
        diff.from().all(Table.class).forEach(table -> table.inherits()
                .forEach(parent ->
                        children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(table.name())));
        this.partitionsBefore = partitions(diff.from());
        this.partitionsAfter = partitions(diff.to());
        this.attachmentsBefore = new Attachments(diff.from());
        this.attachmentsAfter = new Attachments(diff.to());
        this.referencedBefore = diff.from().all(Table.class).stream()
                .flatMap(table -> table.constraints().stream())
                .flatMap(constraint -> constraint.references().stream())
                .map(Constraint.Reference::table)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<QualifiedName, List<QualifiedName>> partitions(Schema schema) {
        return schema.all(Table.class).stream()
                .filter(table -> table.partition().isPresent())
                .collect(Collectors.groupingBy(
                        table -> table.partition().orElseThrow().parent(),
                        Collectors.mapping(Table::name, Collectors.toList())));
    }

    /** The names of what is on either side, without their schemas. */
    Set<String> taken() {
        return Stream.of(diff.from(), diff.to())
                .flatMap(schema -> schema.objects().keySet().stream())
                .map(id -> id.name().name())
                .collect(Collectors.toCollection(() -> new HashSet<>(constraintNames.keySet())));
    }

    /** The name of a check that says what a partition holds, until it is one. */
    String boundsCheck() {
        return Names.bounds(constraintNames.keySet());
    }

    /** Whether others inherited from a table that is no partitioned one. */
    boolean hadChildren(QualifiedName table) {
        return children.containsKey(table);
    }

    /** What a type is after the diff, under the domains it is made of. */
    String baseType(String type) {
        return diff.to().all(DomainType.class).stream()
                .filter(domain -> Names.sql(domain.name()).equals(type.replace("[]", "")))
                .findFirst()
                .map(domain -> baseType(domain.baseType()) + (type.endsWith("[]") ? "[]" : ""))
                .orElse(type);
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

    /** Whether rows are to be clustered by one of the table's indexes. */
    boolean isClustered(QualifiedName table) {
        Stream<Constraint.IndexSettings> keys = tableAfter(table).stream()
                .flatMap(it -> it.constraints().stream())
                .flatMap(it -> it.index().stream());
        Stream<Constraint.IndexSettings> indexes = diff.to().all(Index.class).stream()
                .filter(it -> it.table().equals(table))
                .map(Index::settings);
        return Stream.concat(keys, indexes).anyMatch(Constraint.IndexSettings::clustered);
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
                .filter(partition -> isPartitioned(table, partition.parent(), TableChange.Rebuilt.class))
                .isPresent();
    }

    /** Whether a table is attached to a partitioned one, which then takes over the indexes that fit. */
    boolean joins(QualifiedName table) {
        return tableAfter(table)
                .flatMap(Table::partition)
                .filter(partition -> made.contains(table)
                        || isPartitioned(table, partition.parent(), TableChange.Created.class)
                        || isPartitioned(table, partition.parent(), TableChange.Rebuilt.class))
                .isPresent();
    }

    private boolean isPartitioned(QualifiedName table, QualifiedName parent, Class<? extends Change> how) {
        return changes(ObjectId.of(ObjectKind.TABLE, table)).stream()
                        .anyMatch(TableChange.Partitioned.class::isInstance)
                || changes(ObjectId.of(ObjectKind.TABLE, parent)).stream().anyMatch(how::isInstance);
    }

    /** Whether an identity is the partitioned table's, as from PostgreSQL 17 on: it comes when the table is attached. */
    boolean isNumberedByParent(Column column) {
        return column.identity().isPresent()
                && tableAfter(column.relation())
                        .flatMap(Table::partition)
                        .flatMap(partition -> tableAfter(partition.parent()))
                        .stream()
                        .flatMap(parent -> parent.columns().stream())
                        .flatMap(it -> it.identity().stream())
                        .anyMatch(it ->
                                it.sequence().equals(column.identity().get().sequence()));
    }

    /** Whether rows of the table may not be updated, since its updates are published. */
    boolean refusesUpdates(QualifiedName name) {
        return published.refusesUpdates(name);
    }

    /** Whether it is to be a partitioned table's index or key that not every partition has. */
    boolean isIncomplete(ObjectId id) {
        return diff.to()
                .object(id)
                .filter(it -> it instanceof Index
                        || (it instanceof Constraint key && key.index().isPresent()))
                .map(Attachments::table)
                .filter(this::isPartitioned)
                .filter(table -> attachmentsAfter.lacks(id, partitionsAfter(table)))
                .isPresent();
    }

    /** Whether an index or key is attached to its partitioned one by its table's becoming a partition. */
    boolean isTakenAlong(SchemaObject part) {
        return joins(Attachments.table(part))
                && attachmentsAfter.parent(part.id()).filter(this::isIncomplete).isEmpty();
    }

    /** The partitions that a table is to have. */
    List<QualifiedName> partitionsAfter(QualifiedName table) {
        return partitionsAfter.getOrDefault(table, List.of());
    }

    /** Whether a partitioned table has partitions that are there when it gets an index. */
    boolean hasStandingPartitions(QualifiedName table) {
        return partitionsAfter(table).stream().anyMatch(it -> !joins(it));
    }

    Attachments attachmentsBefore() {
        return attachmentsBefore;
    }

    Attachments attachmentsAfter() {
        return attachmentsAfter;
    }

    /** The partitions that a partitioned table had, and theirs. */
    List<QualifiedName> partitionsBefore(QualifiedName table) {
        List<QualifiedName> all = new ArrayList<>();
        for (QualifiedName partition : partitionsBefore.getOrDefault(table, List.of())) {
            all.add(partition);
            all.addAll(partitionsBefore(partition));
        }
        return all;
    }

    /** Whether a foreign key pointed to a table that the table was a partition of: that must be left before it is dropped. */
    boolean isPartOfReferenced(Table table) {
        Optional<QualifiedName> parent = table.partition().map(Table.Partition::parent);
        while (parent.isPresent()) {
            if (referencedBefore.contains(parent.get())) {
                return true;
            }
            parent = tableBefore(parent.get()).flatMap(Table::partition).map(Table.Partition::parent);
        }
        return false;
    }

    /**
     * Whether another table of the schema may have a constraint of that name when the table is made. A constraint that is not given a
     * name gets none of these, although a table's own would do (PostgreSQL 18, {@code ChooseConstraintName}).
     */
    boolean isTakenByAnother(QualifiedName table, String constraint) {
        return constraintNames.getOrDefault(constraint, Set.of()).stream()
                .anyMatch(it -> it.schema().equals(table.schema()) && !it.equals(table));
    }

    boolean isDomain(QualifiedName name) {
        ObjectId id = ObjectId.of(ObjectKind.DOMAIN, name);
        return diff.to().find(id).isPresent() || diff.from().find(id).isPresent();
    }

    /** What a table is a partition or child of, when the plan is done. */
    List<QualifiedName> parents(QualifiedName name) {
        return tableAfter(name).map(Context::parents).orElse(List.of());
    }

    static List<QualifiedName> parents(Table table) {
        return table.partition().map(partition -> List.of(partition.parent())).orElseGet(table::inherits);
    }

    /**
     * Whether a column or constraint is what a statement on the parent gives or takes: it is not the table's own, and the table is
     * and stays a child of a parent that has or had one of that name.
     */
    boolean comesWithParent(ObjectId part, boolean local, int inheritedFrom) {
        QualifiedName relation = part.name();
        if (local || inheritedFrom == 0 || leaves(relation) || joins(relation)) {
            return false;
        }
        List<QualifiedName> after = parents(relation);
        return tableBefore(relation).map(Context::parents).orElse(List.of()).stream()
                .filter(after::contains)
                .map(parent -> new ObjectId(part.kind(), parent, part.part()))
                .anyMatch(id -> diff.from().object(id).isPresent()
                        || diff.to().object(id).isPresent());
    }

    /** Whether the parent's constraint of that name is to stay unchecked, which comes to its children unchecked as well. */
    boolean isUnchecked(Constraint constraint) {
        return parents(constraint.parent()).stream()
                .map(parent -> new ObjectId(ObjectKind.CONSTRAINT, parent, constraint.name()))
                .flatMap(id -> diff.to().object(id).stream())
                .anyMatch(it -> !((Constraint) it).validated());
    }

    /** Whether a child keeps as its own the column or constraint of that name that it has from the parent. */
    boolean isKeptByChild(ObjectId part) {
        return children.getOrDefault(part.name(), List.of()).stream()
                .anyMatch(child -> diff.to()
                                .object(new ObjectId(part.kind(), child, part.part()))
                                .isPresent()
                        && tableAfter(child)
                                .filter(it -> it.inherits().contains(part.name()))
                                .isPresent());
    }

    /** Whether a parent drops a column or constraint without its children, since one of them keeps it. */
    boolean isLeftToChildren(SchemaObject.Part part) {
        ObjectId id = part.id();
        return tableBefore(id.name()).stream()
                .flatMap(table -> parents(table).stream())
                .anyMatch(parent -> isKeptByChild(new ObjectId(id.kind(), parent, id.part())));
    }

    /** Whether a constraint of a new table comes after it. */
    boolean isPostponed(Constraint constraint) {
        return postponed.contains(constraint.id()) || isIncomplete(constraint.id());
    }

    /** The new name that an object or part gets. */
    Optional<RenameChange.Renamed> renamed(ObjectId from) {
        return changes(from).stream()
                .filter(RenameChange.Renamed.class::isInstance)
                .map(RenameChange.Renamed.class::cast)
                .findFirst();
    }

    /** The name that an object or part had before. */
    ObjectId before(ObjectId after) {
        return oldNames.getOrDefault(after, after);
    }

    /** The parts of new tables that come after these. */
    Postponed postponed() {
        return postponed;
    }

    /** That a table becomes logged or unlogged, where it does. */
    Optional<TableChange.Logged> logs(QualifiedName table) {
        return changes(ObjectId.of(ObjectKind.TABLE, table)).stream()
                .filter(TableChange.Logged.class::isInstance)
                .map(TableChange.Logged.class::cast)
                .findFirst();
    }

    /** What the diff says of one object or part. */
    List<Change> changes(ObjectId id) {
        return changes.getOrDefault(id, List.of());
    }

    SchemaDiff diff() {
        return diff;
    }
}
