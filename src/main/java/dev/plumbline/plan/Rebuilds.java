package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.ColumnChange;
import dev.plumbline.diff.ConstraintChange;
import dev.plumbline.diff.IndexChange;
import dev.plumbline.diff.RenameChange;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.diff.SequenceChange;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Relation;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Sequence;
import dev.plumbline.model.Statistics;
import dev.plumbline.sql.Deparsed;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is dropped, for good or for a while, what is made again, and what must still make room for it. */
final class Rebuilds {
    /** How much of what uses an object must make room for it. */
    enum Room {
        /** The object is gone for a while. */
        ALL,
        /** A column gets another type: PostgreSQL rebuilds indexes and constraints by itself. */
        RETYPE,
        /** A column gets another expression: PostgreSQL rebuilds indexes and statistics by itself, and the rest stays. */
        COMPUTE
    }

    /** What its users must make room for. */
    record Moving(ObjectId id, Room room) {}

    private final SchemaDiff diff;
    private final Context context;

    /** By a column, the sequences that it owns. */
    private final Map<ObjectId, List<Sequence>> owned;

    /** By a relation's name, what goes with it although it has a name of its own. */
    private final Map<QualifiedName, List<ObjectId>> hanging;

    private final Set<ObjectId> gone = new HashSet<>();
    private final Map<ObjectId, SchemaObject> again = new LinkedHashMap<>();
    private final Map<ObjectId, Change> detours = new LinkedHashMap<>();
    private final Deque<Moving> moving = new ArrayDeque<>();

    Rebuilds(SchemaDiff diff, Context context) {
        this.diff = diff;
        this.context = context;
        this.owned = diff.from().all(Sequence.class).stream()
                .filter(sequence -> sequence.ownedBy().isPresent())
                .collect(Collectors.groupingBy(sequence -> sequence.ownedBy().orElseThrow()));
        this.hanging = diff.from().objects().values().stream()
                .filter(object -> hangsOn(object).isPresent())
                .collect(Collectors.groupingBy(
                        object -> hangsOn(object).orElseThrow(),
                        Collectors.mapping(SchemaObject::id, Collectors.toList())));
    }

    /** Takes note of a change that the diff itself asks for. */
    void note(Change change) {
        if (staysWithItsTable(change)) {
            return;
        }
        if (Planner.isRebuild(change)) {
            goes(change.id());
            again.put(change.id(), change.after().orElseThrow());
        } else if (Planner.isTypeRebuild(change)) {
            replaced(change);
        } else if (change instanceof Change.Drops) {
            goes(change.id());
        } else if (change instanceof ColumnChange.Retyped) {
            moving.add(new Moving(change.id(), Room.RETYPE));
        } else if (change instanceof ColumnChange.Generated it
                && it.to().generated().isPresent()) {
            moving.add(new Moving(change.id(), Room.COMPUTE));
        }
    }

    /** Whether all that differs of an index or key is what it is attached to, and its table is detached and attached with it. */
    boolean staysWithItsTable(Change change) {
        return switch (change) {
            case IndexChange.Rebuilt it ->
                context.leaves(it.from().table())
                        && Deparsed.same(it.from().definition(), it.to().definition());
            case ConstraintChange.Rebuilt it ->
                context.leaves(it.from().parent())
                        && Deparsed.same(it.from().definition(), it.to().definition());
            default -> false;
        };
    }

    /** Adds a change that the diff does not ask for. What it creates was there before, if under another name. */
    void detour(Change change) {
        detours.put(change.id(), change);
        note(change);
        if (change instanceof Change.Creates it) {
            again.put(change.id(), it.to());
        }
    }

    /** What cannot stay is not renamed, but made under its new name. */
    void anew(RenameChange.Renamed change) {
        List<Change> changes =
                switch (change.from()) {
                    case Index it -> List.of(new IndexChange.Dropped(it), new IndexChange.Created((Index) change.to()));
                    case Constraint it ->
                        List.of(new ConstraintChange.Dropped(it), new ConstraintChange.Added((Constraint) change.to()));
                    default -> List.of();
                };
        changes.forEach(this::detour);
    }

    /** A type is made anew, and the columns of it are converted. */
    private void replaced(Change change) {
        ObjectId id = change.id();
        gone.add(id);
        diff.from().find(id).stream().flatMap(whole -> whole.parts().stream()).forEach(part -> gone.add(part.id()));
        again.put(id, change.after().orElseThrow());
        moving.add(new Moving(id, Room.ALL));
        TypeRebuild.columns(diff.from(), id).forEach(column -> moving.add(new Moving(column.id(), Room.RETYPE)));
    }

    private void goes(ObjectId id) {
        gone.add(id);
        moving.add(new Moving(id, Room.ALL));
        keep(id);
        if (id.part().isEmpty()) {
            Optional<SchemaObject.Whole> whole = diff.from().find(id);
            whole.stream()
                    .flatMap(it -> it.parts().stream())
                    .map(SchemaObject::id)
                    .filter(gone::add)
                    .peek(this::keep)
                    .forEach(part -> moving.add(new Moving(part, Room.ALL)));
            if (whole.orElse(null) instanceof Relation) {
                hanging.getOrDefault(id.name(), List.of()).stream()
                        .filter(gone::add)
                        .forEach(part -> moving.add(new Moving(part, Room.ALL)));
            }
        }
    }

    /** The relation that an object goes with. */
    static Optional<QualifiedName> hangsOn(SchemaObject object) {
        return switch (object) {
            case Index index -> Optional.of(index.table());
            case Statistics statistics -> Optional.of(statistics.table());
            default -> Optional.empty();
        };
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

    /** What moves next, so that its users are asked; none when all have made room. */
    Optional<Moving> next() {
        return Optional.ofNullable(moving.poll());
    }

    boolean isGone(ObjectId id) {
        return gone.contains(id);
    }

    boolean isGone(QualifiedName relation) {
        return relations(relation).anyMatch(gone::contains);
    }

    boolean isMadeAgain(ObjectId id) {
        return again.containsKey(id);
    }

    boolean isMadeAgain(QualifiedName relation) {
        return relations(relation).anyMatch(again::containsKey);
    }

    private static Stream<ObjectId> relations(QualifiedName name) {
        return Stream.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW)
                .map(kind -> ObjectId.of(kind, name));
    }

    /** The detour that is about an object. */
    Optional<Change> of(ObjectId id) {
        return Optional.ofNullable(detours.get(id));
    }

    Collection<Change> detours() {
        return detours.values();
    }

    /** What is made again, with what hung on it. */
    Collection<SchemaObject> again() {
        return again.values();
    }
}
