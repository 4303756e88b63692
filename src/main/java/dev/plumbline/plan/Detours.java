package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.ColumnChange;
import dev.plumbline.diff.CommentChange;
import dev.plumbline.diff.ConstraintChange;
import dev.plumbline.diff.DomainChange;
import dev.plumbline.diff.IndexChange;
import dev.plumbline.diff.PolicyChange;
import dev.plumbline.diff.PrivilegesChange;
import dev.plumbline.diff.RoutineChange;
import dev.plumbline.diff.RuleChange;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.diff.SequenceChange;
import dev.plumbline.diff.StatisticsChange;
import dev.plumbline.diff.TableChange;
import dev.plumbline.diff.TriggerChange;
import dev.plumbline.diff.ViewChange;
import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.Policy;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Relation;
import dev.plumbline.model.Routine;
import dev.plumbline.model.Rule;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Statistics;
import dev.plumbline.model.Table;
import dev.plumbline.model.Trigger;
import dev.plumbline.model.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What stays the same and must make room for a while: a view over a column that gets another type is dropped before and made again
 * after, and so is what uses the view. What is made again comes with all that hung on it.
 */
final class Detours {
    /** How much of what uses an object must make room for it. */
    private enum Room {
        /** The object is gone for a while. */
        ALL,
        /** A column gets another type: PostgreSQL rebuilds indexes and constraints by itself. */
        RETYPE
    }

    private record Moving(ObjectId id, Room room) {}

    private final SchemaDiff diff;
    private final Map<ObjectId, Set<ObjectId>> users = new HashMap<>();

    /** By a relation's name, what goes with it although it has a name of its own. */
    private final Map<QualifiedName, List<ObjectId>> hanging = new HashMap<>();

    /** What is dropped, for good or for a while. */
    private final Set<ObjectId> gone = new HashSet<>();

    /** What is made again; of the diff's own changes, and of the detours. */
    private final Map<ObjectId, SchemaObject> rebuilt = new LinkedHashMap<>();

    /** Partitions that the diff takes out of their tables, or puts into others. */
    private final Set<QualifiedName> leaving = new HashSet<>();

    private final Map<ObjectId, Change> detours = new LinkedHashMap<>();
    private final Deque<Moving> moving = new ArrayDeque<>();

    Detours(SchemaDiff diff) {
        this.diff = diff;
        diff.from()
                .dependencies()
                .forEach((user, needs) -> needs.forEach(need ->
                        users.computeIfAbsent(need, _ -> new HashSet<>()).add(user)));
        diff.from().objects().values().forEach(object -> hangsOn(object)
                .ifPresent(relation -> hanging.computeIfAbsent(relation, _ -> new ArrayList<>())
                        .add(object.id())));
    }

    /** All changes to make: the diff's, short of those that go without saying, and the detours. */
    List<Change> changes() {
        for (Change change : diff.changes()) {
            if (Planner.isRebuild(change)) {
                goes(change.id());
                rebuilt.put(change.id(), change.after().orElseThrow());
            } else if (change instanceof Change.Drops) {
                goes(change.id());
            } else if (change instanceof ColumnChange.Retyped) {
                moving.add(new Moving(change.id(), Room.RETYPE));
            } else if (Planner.isTypeRebuild(change)) {
                replaced(change);
            } else if (change instanceof TableChange.Partitioned) {
                leaving.add(change.id().name());
            }
        }
        while (!moving.isEmpty()) {
            Moving next = moving.poll();
            for (ObjectId user : users.getOrDefault(next.id(), Set.of())) {
                makeRoom(user, next);
            }
        }
        List<Change> changes = new ArrayList<>();
        diff.changes().stream().filter(change -> !isSuperseded(change)).forEach(changes::add);
        changes.addAll(detours.values());
        rebuilt.values().forEach(object -> trimmings(object, changes));
        return changes;
    }

    /** A type is made anew, and the columns of it are converted. */
    private void replaced(Change change) {
        ObjectId id = change.id();
        gone.add(id);
        rebuilt.put(id, change.after().orElseThrow());
        moving.add(new Moving(id, Room.ALL));
        TypeRebuild.columns(diff.from(), id.name()).forEach(column -> moving.add(new Moving(column.id(), Room.RETYPE)));
    }

    private void goes(ObjectId id) {
        gone.add(id);
        moving.add(new Moving(id, Room.ALL));
        if (id.part().isEmpty()) {
            diff.from().find(id).stream()
                    .flatMap(whole -> whole.parts().stream())
                    .map(SchemaObject::id)
                    .filter(gone::add)
                    .forEach(part -> moving.add(new Moving(part, Room.ALL)));
            hanging.getOrDefault(id.name(), List.of()).stream()
                    .filter(_ -> diff.from().find(id).orElse(null) instanceof Relation)
                    .filter(gone::add)
                    .forEach(part -> moving.add(new Moving(part, Room.ALL)));
        }
    }

    private void makeRoom(ObjectId user, Moving need) {
        ObjectId mover = movable(user);
        if (gone.contains(mover) || replacedAway(mover, need.id()) || staysWithItsTable(mover, need.id())) {
            return;
        }
        detour(mover, need).ifPresent(change -> {
            detours.put(mover, change);
            if (Planner.isRebuild(change)) {
                goes(mover);
                rebuilt.put(mover, change.after().orElseThrow());
            } else if (Planner.isTypeRebuild(change)) {
                replaced(change);
            } else {
                gone.add(mover);
            }
        });
    }

    /** A partition's index, where its table leaves the partitioned one before that goes. */
    private boolean staysWithItsTable(ObjectId user, ObjectId need) {
        return user.kind() == ObjectKind.INDEX
                && need.kind() == ObjectKind.INDEX
                && diff.from().find(user).orElse(null) instanceof Index index
                && leaves(index.table());
    }

    /** Whether a partition is taken out of its table, for good or for a while. */
    private boolean leaves(QualifiedName table) {
        return leaving.contains(table)
                || diff.from()
                        .find(ObjectId.of(ObjectKind.TABLE, table))
                        .map(Table.class::cast)
                        .flatMap(Table::partition)
                        .filter(partition -> rebuilt.containsKey(ObjectId.of(ObjectKind.TABLE, partition.parent())))
                        .isPresent();
    }

    /** A view's columns move with the view. */
    private ObjectId movable(ObjectId user) {
        return user.kind() != ObjectKind.COLUMN
                ? user
                : diff.from()
                        .whole(user)
                        .filter(View.class::isInstance)
                        .map(SchemaObject::id)
                        .orElse(user);
    }

    /** Whether a change that is to be made anyway frees the user of its need before that goes. */
    private boolean replacedAway(ObjectId user, ObjectId need) {
        boolean replaced = diff.changes().stream()
                .anyMatch(change -> change.id().equals(user)
                        && (change instanceof ViewChange.Replaced
                                || change instanceof RoutineChange.Replaced
                                || change instanceof PolicyChange.Altered
                                || change instanceof ColumnChange.Defaulted));
        return replaced
                && !diff.to().dependencies().getOrDefault(user, Set.of()).contains(need);
    }

    private Optional<Change> detour(ObjectId id, Moving need) {
        Optional<SchemaObject> before = diff.from().object(id);
        Optional<SchemaObject> after = diff.to().object(id);
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        boolean all = need.room() == Room.ALL;
        return Optional.ofNullable(
                switch (before.get()) {
                    case Table it
                    when isPartitionOf(it, need.id()) && !leaving.contains(it.name()) ->
                        new TableChange.Partitioned(it, (Table) after.get());
                    case DomainType it
                    when all && isReplaced(need.id()) -> new DomainChange.Rebuilt(it, (DomainType) after.get());
                    case View it -> new ViewChange.Rebuilt(it, (View) after.get());
                    case Routine it -> new RoutineChange.Rebuilt(it, (Routine) after.get());
                    case Trigger it -> new TriggerChange.Rebuilt(it, (Trigger) after.get());
                    case Rule it -> new RuleChange.Rebuilt(it, (Rule) after.get());
                    case Policy it -> new PolicyChange.Rebuilt(it, (Policy) after.get());
                    case Constraint it when all -> new ConstraintChange.Rebuilt(it, (Constraint) after.get());
                    case Index it when all -> new IndexChange.Rebuilt(it, (Index) after.get());
                    // PostgreSQL makes them anew when a column's type changes, and forgets the target.
                    case Statistics it
                    when !all && ((Statistics) after.get()).target().isPresent() ->
                        new StatisticsChange.Targeted(it, (Statistics) after.get());
                    case Statistics it when all -> new StatisticsChange.Rebuilt(it, (Statistics) after.get());
                    case Column it
                    when it.generated().isPresent() && !id.equals(need.id()) ->
                        new ColumnChange.Rebuilt(it, (Column) after.get());
                    case Column it
                    when it.defaultValue().isPresent() && isRoutine(need.id()) ->
                        new ColumnChange.Defaulted(it, (Column) after.get());
                    default -> null;
                });
    }

    private static boolean isPartitionOf(Table table, ObjectId parent) {
        return table.partition()
                .filter(partition ->
                        ObjectId.of(ObjectKind.TABLE, partition.parent()).equals(parent))
                .isPresent();
    }

    private boolean isReplaced(ObjectId type) {
        return rebuilt.containsKey(type)
                && (type.kind() == ObjectKind.ENUM
                        || type.kind() == ObjectKind.DOMAIN
                        || type.kind() == ObjectKind.RANGE_TYPE);
    }

    private static boolean isRoutine(ObjectId id) {
        return id.kind() == ObjectKind.FUNCTION;
    }

    /** Whether another change brings what this one says, or makes it needless. */
    private boolean isSuperseded(Change change) {
        ObjectId id = change.id();
        Change detour = detours.get(id);
        if (detour != null && (Planner.isRebuild(detour) || detour.getClass() == change.getClass())) {
            return true;
        }
        if (change instanceof IndexChange.Rebuilt index
                && index.from().definition().equals(index.to().definition())
                && leaves(index.from().table())) {
            // It stays with its table.
            return true;
        }
        if (change instanceof IndexChange.Attached index && leaves(index.from().table())) {
            // The partitioned table's takes it over with the table.
            return true;
        }
        boolean trimming = change instanceof CommentChange || change instanceof PrivilegesChange;
        if (rebuilt.containsKey(id) && trimming) {
            return true;
        }
        if (!id.part().isEmpty()) {
            return diff.to()
                    .whole(id)
                    .map(SchemaObject::id)
                    .filter(rebuilt::containsKey)
                    .isPresent();
        }
        if (change instanceof SequenceChange.Dropped dropped
                && dropped.from().ownedBy().filter(this::isGoneWith).isPresent()) {
            return true;
        }
        return change.before()
                .or(change::after)
                .flatMap(Detours::hangsOn)
                .filter(table -> change instanceof Change.Drops ? isGone(table) : isRebuilt(table))
                .isPresent();
    }

    /** The relation that an object goes with. */
    private static Optional<QualifiedName> hangsOn(SchemaObject object) {
        return switch (object) {
            case Index index -> Optional.of(index.table());
            case Statistics statistics -> Optional.of(statistics.table());
            default -> Optional.empty();
        };
    }

    private boolean isGoneWith(ObjectId column) {
        return gone.contains(column) || isGone(column.name());
    }

    private boolean isGone(QualifiedName relation) {
        return relations(relation).anyMatch(gone::contains);
    }

    private boolean isRebuilt(QualifiedName relation) {
        return relations(relation).anyMatch(rebuilt::containsKey);
    }

    private static Stream<ObjectId> relations(QualifiedName name) {
        return Stream.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW)
                .map(kind -> ObjectId.of(kind, name));
    }

    /** Comments, rights and parts that went with an object and come back with it. */
    private void trimmings(SchemaObject object, List<Change> changes) {
        comment(object, changes);
        if (!(object instanceof SchemaObject.Whole whole)) {
            return;
        }
        if (!whole.privileges().isEmpty()) {
            changes.add(new PrivilegesChange.Granted(whole, List.of(), whole.privileges()));
        }
        for (SchemaObject.Part part : whole.parts()) {
            comment(part, changes);
            switch (part) {
                case Trigger it -> changes.add(new TriggerChange.Created(it));
                case Rule it -> changes.add(new RuleChange.Created(it));
                case Policy it -> changes.add(new PolicyChange.Created(it));
                case Constraint it
                when whole instanceof Table && it.type() == Constraint.Type.FOREIGN_KEY ->
                    changes.add(new ConstraintChange.Added(it));
                case Constraint _, Column _ -> {
                    // These come with the object.
                }
            }
        }
        if (whole instanceof Relation relation) {
            diff.to().all(Index.class).stream()
                    .filter(index -> index.table().equals(relation.name()))
                    .forEach(index -> {
                        changes.add(new IndexChange.Created(index));
                        comment(index, changes);
                    });
            diff.to().all(Statistics.class).stream()
                    .filter(statistics -> statistics.table().equals(relation.name()))
                    .forEach(statistics -> {
                        changes.add(new StatisticsChange.Created(statistics));
                        comment(statistics, changes);
                    });
        }
    }

    private static void comment(SchemaObject object, List<Change> changes) {
        if (object.comment().isPresent()) {
            changes.add(new CommentChange.Commented(object, Optional.empty()));
        }
    }
}
