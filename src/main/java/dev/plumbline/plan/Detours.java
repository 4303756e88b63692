package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.ColumnChange;
import dev.plumbline.diff.CommentChange;
import dev.plumbline.diff.PolicyChange;
import dev.plumbline.diff.PrivilegesChange;
import dev.plumbline.diff.RoutineChange;
import dev.plumbline.diff.RuleChange;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.diff.TriggerChange;
import dev.plumbline.diff.ViewChange;
import dev.plumbline.model.Column;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.Policy;
import dev.plumbline.model.Relation;
import dev.plumbline.model.Routine;
import dev.plumbline.model.Rule;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
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
 * after, and so is what uses the view.
 */
final class Detours {
    private final SchemaDiff diff;
    private final Map<ObjectId, Set<ObjectId>> users = new HashMap<>();
    private final Set<ObjectId> gone = new HashSet<>();

    Detours(SchemaDiff diff) {
        this.diff = diff;
        diff.from()
                .dependencies()
                .forEach((user, needs) -> needs.forEach(need ->
                        users.computeIfAbsent(need, _ -> new HashSet<>()).add(user)));
    }

    /** The changes to make in addition. */
    List<Change> changes() {
        Deque<ObjectId> moving = new ArrayDeque<>();
        for (Change change : diff.changes()) {
            if (change instanceof ColumnChange.Retyped || change instanceof Change.Drops || Planner.isRebuild(change)) {
                moving.add(change.id());
                if (change instanceof Change.Drops || Planner.isRebuild(change)) {
                    gone.add(change.id());
                    parts(change.id()).forEach(part -> {
                        gone.add(part);
                        moving.add(part);
                    });
                }
            }
        }
        for (Change change : diff.changes()) {
            if (Planner.isTypeRebuild(change)) {
                TypeRebuild.columns(diff.from(), change.id().name()).forEach(column -> moving.add(column.id()));
            }
        }
        List<Change> more = new ArrayList<>();
        while (!moving.isEmpty()) {
            ObjectId id = moving.poll();
            for (ObjectId user : users.getOrDefault(id, Set.of())) {
                ObjectId mover = movable(user);
                if (gone.contains(mover) || replacedAway(mover, id)) {
                    continue;
                }
                Optional<Change> detour = detour(mover);
                if (detour.isPresent()) {
                    gone.add(mover);
                    more.add(detour.get());
                    moving.add(mover);
                    parts(mover).forEach(moving::add);
                    more.addAll(trimmings(mover));
                }
            }
        }
        return more;
    }

    /** A view's columns move with the view. */
    private ObjectId movable(ObjectId user) {
        if (user.part().isEmpty()) {
            return user;
        }
        return diff.from().objects().values().stream()
                .filter(View.class::isInstance)
                .map(SchemaObject::id)
                .filter(id -> id.name().equals(user.name()) && user.kind() == dev.plumbline.model.ObjectKind.COLUMN)
                .findFirst()
                .orElse(user);
    }

    private List<ObjectId> parts(ObjectId id) {
        return diff.from().find(id).stream()
                .filter(Relation.class::isInstance)
                .map(Relation.class::cast)
                .flatMap(relation -> relation.columns().stream().map(Column::id))
                .toList();
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

    private Optional<Change> detour(ObjectId id) {
        Optional<SchemaObject> before = object(diff.from(), id);
        Optional<SchemaObject> after = object(diff.to(), id);
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (before.get()) {
                    case View it -> new ViewChange.Rebuilt(it, (View) after.get());
                    case Routine it -> new RoutineChange.Rebuilt(it, (Routine) after.get());
                    case Trigger it -> new TriggerChange.Rebuilt(it, (Trigger) after.get());
                    case Rule it -> new RuleChange.Rebuilt(it, (Rule) after.get());
                    case Policy it -> new PolicyChange.Rebuilt(it, (Policy) after.get());
                    default -> null;
                });
    }

    /** Comments, rights and parts that go with an object and come back with it. */
    private List<Change> trimmings(ObjectId id) {
        List<Change> more = new ArrayList<>();
        SchemaObject after = object(diff.to(), id).orElseThrow();
        comment(after, more);
        switch (after) {
            case View view -> {
                view.columns().forEach(column -> comment(column, more));
                view.triggers().forEach(trigger -> {
                    more.add(new TriggerChange.Created(trigger));
                    comment(trigger, more);
                });
                view.rules().forEach(rule -> {
                    more.add(new RuleChange.Created(rule));
                    comment(rule, more);
                });
                if (!view.privileges().isEmpty()) {
                    more.add(new PrivilegesChange.Granted(view, List.of(), view.privileges()));
                }
                diff.to().all(dev.plumbline.model.Index.class).stream()
                        .filter(index -> index.table().equals(view.name()))
                        .forEach(index -> {
                            more.add(new dev.plumbline.diff.IndexChange.Created(index));
                            comment(index, more);
                        });
            }
            case Routine routine
            when !routine.privileges().isEmpty() ->
                more.add(new PrivilegesChange.Granted(routine, List.of(), routine.privileges()));
            default -> {
                // Nothing else hangs on it.
            }
        }
        return more;
    }

    private static void comment(SchemaObject object, List<Change> more) {
        if (object.comment().isPresent()) {
            more.add(new CommentChange.Commented(object, Optional.empty()));
        }
    }

    private static Optional<SchemaObject> object(Schema schema, ObjectId id) {
        if (id.part().isEmpty()) {
            return schema.find(id).map(SchemaObject.class::cast);
        }
        return schema.objects().values().stream()
                .filter(Relation.class::isInstance)
                .map(Relation.class::cast)
                .filter(relation -> relation.name().equals(id.name()))
                .flatMap(relation -> {
                    List<SchemaObject> parts = new ArrayList<>(relation.triggers());
                    parts.addAll(relation.rules());
                    parts.addAll(relation.columns());
                    if (relation instanceof Table table) {
                        parts.addAll(table.policies());
                        parts.addAll(table.constraints());
                    }
                    return parts.stream();
                })
                .filter(part -> part.id().equals(id))
                .findFirst();
    }
}
