package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.ColumnChange;
import dev.plumbline.diff.CommentChange;
import dev.plumbline.diff.CompositeChange;
import dev.plumbline.diff.ConstraintChange;
import dev.plumbline.diff.DomainChange;
import dev.plumbline.diff.IndexChange;
import dev.plumbline.diff.PolicyChange;
import dev.plumbline.diff.PrivilegesChange;
import dev.plumbline.diff.RenameChange;
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
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Sequence;
import dev.plumbline.model.Statistics;
import dev.plumbline.model.Table;
import dev.plumbline.model.Trigger;
import dev.plumbline.model.View;
import dev.plumbline.sql.Deparsed;
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
import java.util.stream.Collectors;
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
    private final Context context;
    private final Map<ObjectId, Set<ObjectId>> users = new HashMap<>();

    /** By a relation's name, what goes with it although it has a name of its own. */
    private final Map<QualifiedName, List<ObjectId>> hanging = new HashMap<>();

    /** By a column, the sequences that it owns. */
    private final Map<ObjectId, List<Sequence>> owned;

    /** What is dropped, for good or for a while. */
    private final Set<ObjectId> gone = new HashSet<>();

    /** What makes room without being dropped. */
    private final Set<ObjectId> stepped = new HashSet<>();

    /** What is made again; of the diff's own changes, and of the detours. */
    private final Map<ObjectId, SchemaObject> rebuilt = new LinkedHashMap<>();

    private final Map<ObjectId, Change> detours = new LinkedHashMap<>();
    private final Deque<Moving> moving = new ArrayDeque<>();

    Detours(SchemaDiff diff, Context context) {
        this.diff = diff;
        this.context = context;
        this.owned = diff.from().all(Sequence.class).stream()
                .filter(sequence -> sequence.ownedBy().isPresent())
                .collect(Collectors.groupingBy(sequence -> sequence.ownedBy().orElseThrow()));
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
            }
        }
        diff.changes().forEach(this::checksDomain);
        diff.changes().forEach(this::retypes);
        diff.changes().forEach(this::detachesIndex);
        diff.changes().forEach(this::joins);
        List<SchemaObject> indexes = indexes(diff.to());
        indexes.stream()
                .filter(index -> context.isPartitioned(Attachments.table(index)))
                .forEach(this::incomplete);
        while (!moving.isEmpty()) {
            Moving next = moving.poll();
            for (ObjectId user : users.getOrDefault(next.id(), Set.of())) {
                makeRoom(user, next);
            }
        }
        indexes.stream().filter(index -> Attachments.parent(index).isPresent()).forEach(this::attached);
        List<Change> changes = new ArrayList<>();
        diff.changes().stream().filter(change -> !isSuperseded(change)).forEach(changes::add);
        changes.addAll(detours.values());
        rebuilt.values().forEach(object -> trimmings(object, changes));
        return changes;
    }

    /** A domain takes no new check while there are arrays of its values: PostgreSQL does not look into them. */
    private void checksDomain(Change change) {
        boolean checks =
                switch (change) {
                    case DomainChange.Required it -> it.to().notNull();
                    case ConstraintChange.Added it -> it.to().validated();
                    case ConstraintChange.Rebuilt it -> it.to().validated();
                    case ConstraintChange.Validated _ -> true;
                    default -> false;
                };
        ObjectId id = ObjectId.of(ObjectKind.DOMAIN, change.id().name());
        if (checks
                && !gone.contains(id)
                && diff.from().find(id).orElse(null) instanceof DomainType before
                && diff.to().find(id).orElse(null) instanceof DomainType after
                && TypeRebuild.columns(diff.from(), id).stream().anyMatch(this::staysAnArray)) {
            Change detour = new DomainChange.Rebuilt(before, after);
            detours.put(id, detour);
            replaced(detour);
        }
    }

    /** A field gets no other type while columns hold the rows: they are converted to a new type. */
    private void retypes(Change change) {
        if (change instanceof CompositeChange.Reshaped it
                && it.retypes()
                && !TypeRebuild.columns(diff.from(), it.id()).isEmpty()) {
            Change detour = new CompositeChange.Rebuilt(it.from(), it.to());
            detours.put(it.id(), detour);
            replaced(detour);
        }
    }

    private boolean staysAnArray(Column column) {
        return column.type().endsWith("[]")
                && diff.to()
                        .object(column.id())
                        .filter(after -> ((Column) after).type().equals(column.type()))
                        .isPresent();
    }

    /** What is attached to a partitioned index cannot go without that. */
    private void detachesIndex(Change change) {
        change.before().filter(part -> gone.contains(part.id())).ifPresent(part -> {
            QualifiedName table = Attachments.table(part);
            if (!isGone(table) && !context.leaves(table)) {
                context.attachmentsBefore()
                        .parent(part.id())
                        .filter(id -> !gone.contains(id))
                        .flatMap(id -> detour(id, new Moving(part.id(), Room.ALL)))
                        .ifPresent(detour -> {
                            detours.put(detour.id(), detour);
                            goes(detour.id());
                            rebuilt.put(detour.id(), detour.after().orElseThrow());
                        });
            }
        });
    }

    /** A type is made anew, and the columns of it are converted. */
    private void replaced(Change change) {
        ObjectId id = change.id();
        gone.add(id);
        diff.from().find(id).stream().flatMap(whole -> whole.parts().stream()).forEach(part -> gone.add(part.id()));
        rebuilt.put(id, change.after().orElseThrow());
        moving.add(new Moving(id, Room.ALL));
        TypeRebuild.columns(diff.from(), id).forEach(column -> moving.add(new Moving(column.id(), Room.RETYPE)));
    }

    private void goes(ObjectId id) {
        gone.add(id);
        moving.add(new Moving(id, Room.ALL));
        keep(id);
        if (id.part().isEmpty()) {
            diff.from().find(id).stream()
                    .flatMap(whole -> whole.parts().stream())
                    .map(SchemaObject::id)
                    .filter(gone::add)
                    .peek(this::keep)
                    .forEach(part -> moving.add(new Moving(part, Room.ALL)));
            hanging.getOrDefault(id.name(), List.of()).stream()
                    .filter(_ -> diff.from().find(id).orElse(null) instanceof Relation)
                    .filter(gone::add)
                    .forEach(part -> moving.add(new Moving(part, Room.ALL)));
        }
    }

    /** A sequence that stays must not go with the column that owns it. */
    private void keep(ObjectId column) {
        for (Sequence sequence : owned.getOrDefault(column, List.of())) {
            diff.to()
                    .find(sequence.id())
                    .map(Sequence.class::cast)
                    .filter(after -> after.ownedBy().equals(sequence.ownedBy()))
                    .ifPresent(after -> detours.put(sequence.id(), new SequenceChange.Owned(sequence, after)));
        }
    }

    private void makeRoom(ObjectId user, Moving need) {
        ObjectId mover = movable(user);
        if (gone.contains(mover)
                || (stepped.contains(mover) && need.room() == Room.RETYPE)
                || replacedAway(mover, need.id())
                || staysWithItsTable(mover, need.id())) {
            return;
        }
        Optional<RenameChange.Renamed> renamed = renamed(mover);
        if (renamed.isPresent()) {
            if (need.room() == Room.ALL) {
                anew(renamed.get());
            }
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
                stepped.add(mover);
            }
        });
    }

    private Optional<RenameChange.Renamed> renamed(ObjectId id) {
        return context.changes(id).stream()
                .filter(RenameChange.Renamed.class::isInstance)
                .map(RenameChange.Renamed.class::cast)
                .findFirst();
    }

    /** Of two indexes that say the same, the partitioned table's would take over either: only the one that is meant may be there. */
    private void joins(Change change) {
        if (change instanceof TableChange.Partitioned it
                && context.joins(it.to().name())) {
            List<Index> indexes = diff.to().all(Index.class).stream()
                    .filter(index -> index.table().equals(it.to().name()))
                    .toList();
            for (Index index : indexes) {
                boolean doubled = index.partitionOf().isEmpty()
                        && indexes.stream()
                                .anyMatch(other -> other.partitionOf().isPresent() && isLike(index, other));
                Optional<SchemaObject.Whole> before = diff.from().find(index.id());
                if (doubled && before.isPresent() && !gone.contains(index.id())) {
                    detours.put(index.id(), new IndexChange.Rebuilt((Index) before.get(), index));
                    goes(index.id());
                    rebuilt.put(index.id(), index);
                }
            }
        }
    }

    /** A partitioned index or key that is not for every partition must not be there when one joins; and becomes valid by no statement. */
    private void incomplete(SchemaObject after) {
        QualifiedName table = Attachments.table(after);
        boolean joined = context.partitionsAfter(table).stream().anyMatch(context::joins);
        boolean wrong = context.isIncomplete(after.id()) && joined;
        boolean repaired = context.changes(after.id()).stream().anyMatch(IndexChange.Repaired.class::isInstance)
                && diff.changes().stream()
                        .flatMap(change -> change.after().stream())
                        .filter(it -> context.attachmentsAfter()
                                .parent(it.id())
                                .filter(after.id()::equals)
                                .isPresent())
                        .allMatch(it -> context.joins(Attachments.table(it)));
        Optional<SchemaObject> before = diff.from().object(after.id());
        if ((wrong || repaired) && before.isPresent() && !gone.contains(after.id()) && !isRebuilt(table)) {
            detours.put(
                    after.id(),
                    after instanceof Index index
                            ? new IndexChange.Rebuilt((Index) before.get(), index)
                            : new ConstraintChange.Rebuilt((Constraint) before.get(), (Constraint) after));
            goes(after.id());
            rebuilt.put(after.id(), after);
        }
    }

    /** What joined before such an index was there is attached to it after. */
    private void attached(SchemaObject part) {
        boolean late = context.attachmentsAfter()
                .parent(part.id())
                .filter(context::isIncomplete)
                .filter(parent -> rebuilt.containsKey(parent)
                        || isRebuilt(Attachments.table(diff.to().object(parent).orElseThrow()))
                        || context.changes(parent).stream().anyMatch(Change.Creates.class::isInstance))
                .isPresent();
        QualifiedName table = Attachments.table(part);
        boolean stays = !rebuilt.containsKey(part.id())
                && !isRebuilt(table)
                && diff.from().find(ObjectId.of(ObjectKind.TABLE, table)).isPresent()
                && context.changes(part.id()).stream().noneMatch(Change.Creates.class::isInstance);
        if (late && stays && context.joins(table)) {
            detours.put(
                    part.id(),
                    part instanceof Index index
                            ? new IndexChange.Attached(index, index)
                            : new ConstraintChange.Attached((Constraint) part, (Constraint) part));
        }
    }

    /** The indexes of a schema, and the constraints that rest on one. */
    private static List<SchemaObject> indexes(Schema schema) {
        List<SchemaObject> all = new ArrayList<>(schema.all(Index.class));
        schema.all(Table.class).stream()
                .flatMap(table -> table.constraints().stream())
                .filter(constraint -> constraint.index().isPresent())
                .forEach(all::add);
        return all;
    }

    private static boolean isLike(Index one, Index other) {
        return one.method().equals(other.method())
                && one.unique() == other.unique()
                && one.keys().equals(other.keys())
                && one.predicate().equals(other.predicate());
    }

    /** What cannot stay is not renamed, but made under its new name. */
    private void anew(RenameChange.Renamed change) {
        List<Change> changes =
                switch (change.from()) {
                    case Index it -> List.of(new IndexChange.Dropped(it), new IndexChange.Created((Index) change.to()));
                    case Constraint it ->
                        List.of(new ConstraintChange.Dropped(it), new ConstraintChange.Added((Constraint) change.to()));
                    default -> List.of();
                };
        if (!changes.isEmpty()) {
            changes.forEach(it -> detours.put(it.id(), it));
            goes(change.from().id());
            rebuilt.put(change.to().id(), change.to());
        }
    }

    /** A partition's index, where its table leaves the partitioned one before that goes. */
    private boolean staysWithItsTable(ObjectId user, ObjectId need) {
        return diff.from()
                .object(user)
                .filter(_ -> context.attachmentsBefore()
                        .parent(user)
                        .filter(need::equals)
                        .isPresent())
                .filter(it -> context.leaves(Attachments.table(it)))
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
        boolean replaced = context.changes(user).stream()
                .anyMatch(change -> change instanceof ViewChange.Replaced
                        || change instanceof RoutineChange.Replaced
                        || change instanceof PolicyChange.Altered
                        || change instanceof ColumnChange.Defaulted);
        Set<ObjectId> needs = diff.to().dependencies().getOrDefault(user, Set.of());
        return replaced && !needs.contains(need) && !handsOnNames(need, needs);
    }

    /** Whether what goes must give up its names before what is needed in its place can be made: what is over both cannot just be replaced. */
    private boolean handsOnNames(ObjectId goes, Set<ObjectId> needs) {
        Optional<ObjectId> table = diff.from()
                .find(goes)
                .or(() -> diff.from().whole(goes))
                .map(SchemaObject::id)
                .filter(id -> diff.to().find(id).isEmpty());
        if (table.isEmpty()) {
            return false;
        }
        Set<QualifiedName> given = new HashSet<>(Edges.brought(diff.from(), table.get()));
        return needs.stream()
                .flatMap(need -> diff.to().find(need).or(() -> diff.to().whole(need)).stream())
                .map(SchemaObject::id)
                .filter(id -> diff.from().find(id).isEmpty())
                .flatMap(id -> Edges.brought(diff.to(), id).stream())
                .anyMatch(given::contains);
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
                    when isPartitionOf(it, need.id()) && !isPartitioned(it) ->
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
                    // PostgreSQL makes these anew as well, and forgets the targets.
                    case Index it
                    when !((Index) after.get()).statistics().isEmpty() ->
                        new IndexChange.Configured(it.withoutStatistics(), (Index) after.get());
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

    private boolean isPartitioned(Table table) {
        return context.changes(table.id()).stream().anyMatch(TableChange.Partitioned.class::isInstance);
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
        if (change instanceof RenameChange && gone.contains(id)) {
            return true;
        }
        Change detour = detours.get(id);
        if (detour != null && (detour instanceof Change.Rebuilds || detour.getClass() == change.getClass())) {
            return true;
        }
        if (change instanceof IndexChange.Rebuilt index
                && Deparsed.same(index.from().definition(), index.to().definition())
                && context.leaves(index.from().table())) {
            // It stays with its table.
            return true;
        }
        if (change instanceof ConstraintChange.Rebuilt constraint
                && Deparsed.same(constraint.from().definition(), constraint.to().definition())
                && context.leaves(constraint.from().parent())) {
            return true;
        }
        if (change instanceof ConstraintChange.Dropped it
                && it.from().type() == Constraint.Type.NOT_NULL
                && isGone(it.from())) {
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

    /** Whether the column goes that refuses NULL. */
    private boolean isGone(Constraint notNull) {
        // That of a domain names none.
        return notNull.columns().stream()
                .map(column -> new ObjectId(ObjectKind.COLUMN, notNull.parent(), column))
                .anyMatch(column -> rebuilt.containsKey(column)
                        || context.changes(column).stream().anyMatch(ColumnChange.Dropped.class::isInstance));
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
                    // One that was on another table is made anew anyway.
                    .filter(index -> changes.stream()
                            .noneMatch(change -> change instanceof IndexChange.Rebuilt it
                                    && it.id().equals(index.id())))
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
