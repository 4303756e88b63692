package dev.plumbline.diff;

import dev.plumbline.Nearest;
import dev.plumbline.model.Column;
import dev.plumbline.model.CompositeType;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.EnumType;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Sequence;
import dev.plumbline.model.Table;
import dev.plumbline.model.View;
import dev.plumbline.sql.Deparsed;
import dev.plumbline.sql.Identifiers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what goes in one place and comes in another in the same shape, and so may be the same under another name. */
final class Renames {
    private Renames() {}

    /**
     * Replaces a dropped and a made index or constraint by the new name of the one, where all else is the same and there is but one
     * of that shape on either side.
     */
    static List<Change> settle(List<Change> changes) {
        List<Rename> pairs = pairs(changes);
        if (pairs.isEmpty()) {
            return changes;
        }
        Set<QualifiedName> leaving = leaving(changes);
        Map<ObjectId, Rename> byId = new HashMap<>();
        pairs.forEach(pair -> {
            byId.put(pair.from().id(), pair);
            byId.put(pair.to().id(), pair);
        });
        List<Change> settled = new ArrayList<>();
        for (Change change : changes) {
            Rename pair = byId.get(change.id());
            if (pair == null) {
                settled.add(change);
            } else if (change instanceof Change.Drops && !keepsItsName(pair, leaving)) {
                settled.add(new RenameChange.Renamed(pair.from(), pair.to()));
                if (!pair.from().comment().equals(pair.to().comment())) {
                    settled.add(
                            new CommentChange.Commented(pair.to(), pair.from().comment()));
                }
            }
        }
        Map<QualifiedName, QualifiedName> names = new HashMap<>();
        pairs.forEach(pair -> names.put(indexName(pair.from()), indexName(pair.to())));
        settled.removeIf(change -> isAttachedAsBefore(change, names));
        return settled;
    }

    /** Whether no statement gives it another name than it was made with. */
    private static boolean keepsItsName(Rename pair, Set<QualifiedName> leaving) {
        return isInherited(pair.from())
                && isInherited(pair.to())
                && !leaving.contains(pair.from().id().name());
    }

    /** The name of an index, or of the one behind a constraint. */
    private static QualifiedName indexName(SchemaObject object) {
        ObjectId id = object.id();
        return id.part().isEmpty() ? id.name() : new QualifiedName(id.name().schema(), id.part());
    }

    /** Whether nothing differs but the name of the partitioned index that it is attached to. */
    private static boolean isAttachedAsBefore(Change change, Map<QualifiedName, QualifiedName> names) {
        return switch (change) {
            case IndexChange.Rebuilt it ->
                isRenamed(it.from().partitionOf(), it.to().partitionOf(), names)
                        && Deparsed.same(it.from().definition(), it.to().definition())
                        && it.from().settings().equals(it.to().settings());
            case ConstraintChange.Rebuilt it ->
                isRenamed(it.from().partitionOf(), it.to().partitionOf(), names)
                        && Deparsed.same(it.from().definition(), it.to().definition())
                        && it.from().index().equals(it.to().index());
            default -> false;
        };
    }

    private static boolean isRenamed(
            Optional<QualifiedName> from, Optional<QualifiedName> to, Map<QualifiedName, QualifiedName> names) {
        return from.isPresent() && to.isPresent() && to.get().equals(names.get(from.get()));
    }

    /** What only the user can tell: tables, columns and the like that may be the same under another name. */
    static List<Question> questions(List<Change> changes) {
        Shapes shapes = Shapes.of(changes);
        List<Question> questions = new ArrayList<>();
        for (SchemaObject from : shapes.order()) {
            List<SchemaObject> come = shapes.like(from);
            if (!come.isEmpty() && !isSettled(from)) {
                List<SchemaObject> nearest = Nearest.first(name(from), come, Renames::name);
                questions.add(new Question(
                        from,
                        nearest.subList(0, Math.min(nearest.size(), Question.MOST)),
                        Math.max(0, nearest.size() - Question.MOST)));
            }
        }
        return questions;
    }

    /** Whether another name is no question. */
    private static boolean isSettled(SchemaObject object) {
        return object instanceof Index || object instanceof Constraint;
    }

    private static String name(SchemaObject object) {
        return object.id().part().isEmpty()
                ? object.id().name().name()
                : object.id().part();
    }

    /** Indexes and constraints of one shape, where exactly one goes and exactly one comes. */
    private static List<Rename> pairs(List<Change> changes) {
        Shapes shapes = Shapes.of(changes);
        Set<QualifiedName> leaving = leaving(changes);
        return shapes.order().stream()
                .filter(Renames::isSettled)
                .filter(shapes::isPair)
                .map(from -> new Rename(from, shapes.like(from).getFirst()))
                .filter(pair ->
                        isRenamable(pair.from(), leaving) || (isInherited(pair.from()) && isInherited(pair.to())))
                .toList();
    }

    /**
     * What goes and what comes, by shape.
     *
     * @param order what goes, in the order of the changes
     */
    private record Shapes(
            Map<Object, List<SchemaObject>> gone, Map<Object, List<SchemaObject>> come, List<SchemaObject> order) {
        static Shapes of(List<Change> changes) {
            Shapes shapes = new Shapes(new HashMap<>(), new HashMap<>(), new ArrayList<>());
            // Most often there is nothing to compare, and a shape takes reading the definition.
            if (changes.stream().anyMatch(Change.Drops.class::isInstance)
                    && changes.stream().anyMatch(Change.Creates.class::isInstance)) {
                changes.forEach(shapes::add);
            }
            return shapes;
        }

        private void add(Change change) {
            switch (change) {
                case Change.Drops drops ->
                    shape(drops.from()).ifPresent(shape -> {
                        gone.computeIfAbsent(shape, _ -> new ArrayList<>()).add(drops.from());
                        order.add(drops.from());
                    });
                case Change.Creates creates ->
                    shape(creates.to()).ifPresent(shape -> come.computeIfAbsent(shape, _ -> new ArrayList<>())
                            .add(creates.to()));
                default -> {
                    // It keeps its name.
                }
            }
        }

        /** What comes in the shape of an object that goes. */
        List<SchemaObject> like(SchemaObject object) {
            return come.getOrDefault(shape(object).orElseThrow(), List.of());
        }

        boolean isPair(SchemaObject object) {
            Object shape = shape(object).orElseThrow();
            return gone.getOrDefault(shape, List.of()).size() == 1
                    && like(object).size() == 1;
        }
    }

    /** The tables that get other parents. */
    private static Set<QualifiedName> leaving(List<Change> changes) {
        return changes.stream()
                .filter(change -> change instanceof TableChange.Partitioned || change instanceof TableChange.Inherited)
                .map(change -> change.id().name())
                .collect(Collectors.toSet());
    }

    /** All of an object but its name; empty where another name makes it another object. */
    private static Optional<Object> shape(SchemaObject object) {
        return switch (object) {
            case Table it ->
                Optional.of(List.of(
                        "table",
                        it.columns().stream().map(Renames::typed).toList(),
                        it.partitionKey(),
                        it.partition().map(Table.Partition::bound)));
            case Column it
            when it.local() ->
                Optional.of(List.of("column", it.relation(), typed(it).subList(1, 5)));
            case View it -> Optional.of(List.of("view", it.materialized(), Deparsed.settled(it.definition())));
            case Sequence it when it.ownedBy().isEmpty() -> Optional.of(List.of("sequence", it.options()));
            case EnumType it -> Optional.of(List.of("enum", it.labels()));
            case DomainType it -> Optional.of(List.of("domain", it.baseType(), it.notNull(), it.defaultValue()));
            case CompositeType it -> Optional.of(List.of("composite", it.attributes()));
            case Index it ->
                Optional.of(List.of(
                        "index",
                        it.table(),
                        Deparsed.settled(it.definition()
                                .replace(" INDEX " + Identifiers.quote(it.name().name()) + " ON ", " INDEX ON ")),
                        it.valid(),
                        it.partitionOf(),
                        it.settings(),
                        it.statistics()));
            case Constraint it ->
                Optional.of(List.of(
                        "constraint",
                        it.parent(),
                        Deparsed.settled(it.definition()),
                        // A new name neither attaches nor detaches the index behind it.
                        it.partitionOf().isPresent(),
                        it.index(),
                        it.indexComment()));
            default -> Optional.empty();
        };
    }

    private static List<Object> typed(Column column) {
        return List.of(
                column.name(),
                column.type(),
                column.collation(),
                column.generated(),
                column.identity().isPresent());
    }

    /** Whether it refuses NULL because a parent's does, in whatever name. */
    private static boolean isInherited(SchemaObject object) {
        return object instanceof Constraint constraint
                && constraint.type() == Constraint.Type.NOT_NULL
                && constraint.inheritedFrom() > 0;
    }

    /** A check of a child is renamed with its parent's, unless the child leaves that before. */
    private static boolean isRenamable(SchemaObject object, Set<QualifiedName> leaving) {
        return !(object instanceof Constraint constraint)
                || constraint.inheritedFrom() == 0
                || leaving.contains(constraint.parent())
                || constraint.index().isPresent();
    }
}
