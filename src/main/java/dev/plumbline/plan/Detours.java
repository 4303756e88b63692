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
import dev.plumbline.diff.PublicationChange;
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
import dev.plumbline.model.Publication;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Routine;
import dev.plumbline.model.Rule;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Sequence;
import dev.plumbline.model.Statistics;
import dev.plumbline.model.Table;
import dev.plumbline.model.Trigger;
import dev.plumbline.model.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What stays the same and must make room for a while: a view over a column that gets another type is dropped before and made again
 * after, and so is what uses the view. What is made again comes with all that hung on it.
 */
final class Detours {
    private final SchemaDiff diff;
    private final Context context;
    private final Rebuilds rebuilds;
    private final Map<ObjectId, Set<ObjectId>> users = new HashMap<>();

    /** What makes room without being dropped. */
    private final Set<ObjectId> stepped = new HashSet<>();

    Detours(SchemaDiff diff, Context context) {
        this.diff = diff;
        this.context = context;
        this.rebuilds = new Rebuilds(diff, context);
        diff.from()
                .dependencies()
                .forEach((user, needs) -> needs.forEach(need ->
                        users.computeIfAbsent(need, _ -> new HashSet<>()).add(user)));
    }

    /** All changes to make: the diff's, short of those that go without saying, and the detours. */
    List<Change> changes() {
        PartitionedIndexes indexes = new PartitionedIndexes(context, rebuilds);
        diff.changes().forEach(rebuilds::note);
        diff.changes().forEach(this::checksDomain);
        diff.changes().forEach(this::retypes);
        diff.changes().forEach(change -> change.before().ifPresent(indexes::leave));
        indexes.join();
        for (Optional<Rebuilds.Moving> next = rebuilds.next(); next.isPresent(); next = rebuilds.next()) {
            Rebuilds.Moving need = next.get();
            users.getOrDefault(need.id(), Set.of()).forEach(user -> makeRoom(user, need));
        }
        indexes.attach();
        diff.from().all(Sequence.class).forEach(this::staysLogged);
        diff.from().all(Table.class).stream()
                .filter(table -> context.logs(table.name()).isPresent())
                .forEach(table -> table.columns().forEach(this::staysLogged));
        List<Change> changes = new ArrayList<>();
        diff.changes().stream().filter(change -> !isSuperseded(change)).forEach(changes::add);
        changes.addAll(rebuilds.detours());
        changes.addAll(Trimmings.of(rebuilds.again(), diff.to(), changes));
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
                && !rebuilds.isGone(id)
                && diff.from().find(id).orElse(null) instanceof DomainType before
                && diff.to().find(id).orElse(null) instanceof DomainType after
                && TypeRebuild.columns(diff.from(), id).stream().anyMatch(this::staysAnArray)) {
            rebuilds.detour(new DomainChange.Rebuilt(before, after));
        }
    }

    /** A field gets no other type while columns hold the rows: they are converted to a new type. */
    private void retypes(Change change) {
        if (change instanceof CompositeChange.Reshaped it
                && it.retypes()
                && !TypeRebuild.columns(diff.from(), it.id()).isEmpty()) {
            rebuilds.detour(new CompositeChange.Rebuilt(it.from(), it.to()));
        }
    }

    /** A table that becomes logged or unlogged takes its columns' sequences along, also one that is to stay as it is. */
    private void staysLogged(Sequence from) {
        if (diff.to().find(from.id()).orElse(null) instanceof Sequence to
                && takesAlong(from, to)
                        .filter(table -> table.to().unlogged() != to.unlogged())
                        .isPresent()) {
            rebuilds.detour(new SequenceChange.Logged(from, to));
        }
    }

    /** The change of its table that a sequence goes along with: not where it is let go before, and taken hold of again. */
    private Optional<TableChange.Logged> takesAlong(Sequence from, Sequence to) {
        return from.ownedBy()
                .filter(_ -> from.ownedBy().equals(to.ownedBy())
                        && rebuilds.of(from.id()).isEmpty())
                .flatMap(column -> context.logs(column.name()))
                .filter(table -> !rebuilds.isGone(table.id()));
    }

    /** So it does with the sequences of identities. */
    private void staysLogged(Column from) {
        goesAlong(from)
                .filter(along -> diff.to()
                        .object(from.id())
                        .filter(to -> ((Column) to).identity().isPresent()
                                && !((Column) to).identity().equals(along.identity()))
                        .isPresent())
                .ifPresent(along -> rebuilds.detour(new ColumnChange.Identified(
                        along, (Column) diff.to().object(from.id()).orElseThrow())));
    }

    /** A column after its table's change of logging, where it has an identity all the way. */
    private Optional<Column> goesAlong(Column from) {
        return context.logs(from.relation())
                .filter(table ->
                        from.identity().isPresent() && !rebuilds.isGone(table.id()) && !rebuilds.isGone(from.id()))
                .map(table -> from.numberedUnlogged(table.to().unlogged()));
    }

    private boolean staysAnArray(Column column) {
        return column.type().endsWith("[]")
                && diff.to()
                        .object(column.id())
                        .filter(after -> ((Column) after).type().equals(column.type()))
                        .isPresent();
    }

    private void makeRoom(ObjectId user, Rebuilds.Moving need) {
        if (need.room() == Rebuilds.Room.COMPUTE
                && user.kind() != ObjectKind.INDEX
                && user.kind() != ObjectKind.STATISTICS) {
            return;
        }
        if (user.kind() == ObjectKind.PUBLICATION) {
            rejoin(user, need.id());
            return;
        }
        ObjectId mover = movable(user);
        if (rebuilds.isGone(mover)
                || (stepped.contains(mover) && need.room() != Rebuilds.Room.ALL)
                || replacedAway(mover, need.id())
                || staysWithItsTable(mover, need.id())) {
            return;
        }
        Optional<RenameChange.Renamed> renamed = context.renamed(mover);
        if (renamed.isPresent()) {
            if (need.room() == Rebuilds.Room.ALL) {
                rebuilds.anew(renamed.get());
            } else if (renamed.get().to() instanceof Index index
                    && !index.statistics().isEmpty()) {
                rebuilds.detour(new IndexChange.Configured(index.withoutStatistics(), index));
            }
            return;
        }
        detour(mover, need).ifPresent(change -> {
            rebuilds.detour(change);
            if (!(change instanceof Change.Rebuilds)) {
                stepped.add(mover);
            }
        });
    }

    /** A table leaves a publication while a column changes that is listed or filtered by. */
    private void rejoin(ObjectId publication, ObjectId need) {
        boolean stillNeeded =
                diff.to().dependencies().getOrDefault(publication, Set.of()).contains(need);
        if (rebuilds.isGone(publication)
                || !stillNeeded
                || !(diff.from().find(publication).orElse(null) instanceof Publication before)
                || !(diff.to().find(publication).orElse(null) instanceof Publication after)) {
            return;
        }
        Set<QualifiedName> tables = new HashSet<>(Set.of(need.name()));
        if (rebuilds.of(publication).orElse(null) instanceof PublicationChange.Rejoined it) {
            tables.addAll(it.tables());
        }
        rebuilds.detour(new PublicationChange.Rejoined(before, after, tables));
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
        return replaced && !needs.contains(need) && !waitsFor(need, needs) && !handsOnNames(need, needs);
    }

    /**
     * Whether what is needed in its place changes too, and only after it: such as a column that is computed from it, or one that it
     * was computed from.
     */
    private boolean waitsFor(ObjectId need, Set<ObjectId> needs) {
        Set<ObjectId> freed = diff.from().dependencies().getOrDefault(need, Set.of());
        Set<ObjectId> seen = new HashSet<>();
        Deque<ObjectId> open = new ArrayDeque<>();
        needs.stream().filter(it -> !context.changes(it).isEmpty()).forEach(open::add);
        while (!open.isEmpty()) {
            ObjectId next = open.pop();
            if (next.equals(need)
                    || (freed.contains(next) && !context.changes(next).isEmpty())) {
                return true;
            }
            if (seen.add(next)) {
                open.addAll(diff.to().dependencies().getOrDefault(next, Set.of()));
            }
        }
        return false;
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
        Set<QualifiedName> given = new HashSet<>(NameEdges.brought(diff.from(), table.get()));
        return needs.stream()
                .flatMap(need -> diff.to().find(need).or(() -> diff.to().whole(need)).stream())
                .map(SchemaObject::id)
                .filter(id -> diff.from().find(id).isEmpty())
                .flatMap(id -> NameEdges.brought(diff.to(), id).stream())
                .anyMatch(given::contains);
    }

    private Optional<Change> detour(ObjectId id, Rebuilds.Moving need) {
        Optional<SchemaObject> before = diff.from().object(id);
        Optional<SchemaObject> after = diff.to().object(id);
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        boolean all = need.room() == Rebuilds.Room.ALL;
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
                    // And these.
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
        return rebuilds.isMadeAgain(type)
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
        if (change instanceof RenameChange && rebuilds.isGone(id)) {
            return true;
        }
        Change detour = rebuilds.of(id).orElse(null);
        if (detour != null && (detour instanceof Change.Rebuilds || detour.getClass() == change.getClass())) {
            return true;
        }
        if (rebuilds.staysWithItsTable(change)) {
            return true;
        }
        if (change instanceof ColumnChange.Identified it
                && goesAlong(it.from())
                        .filter(along -> along.identity().equals(it.to().identity()))
                        .isPresent()) {
            return true;
        }
        if (change instanceof SequenceChange.Logged it
                && takesAlong(it.from(), it.to()).isPresent()) {
            return true;
        }
        if (change instanceof ConstraintChange.Dropped it
                && it.from().type() == Constraint.Type.NOT_NULL
                && isGone(it.from())) {
            return true;
        }
        boolean trimming = change instanceof CommentChange || change instanceof PrivilegesChange;
        if (rebuilds.isMadeAgain(id) && trimming) {
            return true;
        }
        if (!id.part().isEmpty()) {
            return diff.to()
                    .whole(id)
                    .map(SchemaObject::id)
                    .filter(rebuilds::isMadeAgain)
                    .isPresent();
        }
        if (change instanceof SequenceChange.Dropped dropped
                && dropped.from().ownedBy().filter(this::isGoneWith).isPresent()) {
            return true;
        }
        return change.before()
                .or(change::after)
                .flatMap(Rebuilds::hangsOn)
                .filter(table -> change instanceof Change.Drops ? rebuilds.isGone(table) : rebuilds.isMadeAgain(table))
                .isPresent();
    }

    /** Whether the column goes that refuses NULL. */
    private boolean isGone(Constraint notNull) {
        // That of a domain names none.
        return notNull.columns().stream()
                .map(column -> new ObjectId(ObjectKind.COLUMN, notNull.parent(), column))
                .anyMatch(column -> rebuilds.isMadeAgain(column)
                        || context.changes(column).stream().anyMatch(ColumnChange.Dropped.class::isInstance));
    }

    private boolean isGoneWith(ObjectId column) {
        return rebuilds.isGone(column) || rebuilds.isGone(column.name());
    }
}
