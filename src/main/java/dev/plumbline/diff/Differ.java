package dev.plumbline.diff;

import dev.plumbline.model.Collation;
import dev.plumbline.model.Column;
import dev.plumbline.model.CompositeType;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.DefaultPrivileges;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.EnumType;
import dev.plumbline.model.EventTrigger;
import dev.plumbline.model.Extension;
import dev.plumbline.model.Index;
import dev.plumbline.model.Namespace;
import dev.plumbline.model.OtherObject;
import dev.plumbline.model.Policy;
import dev.plumbline.model.Privilege;
import dev.plumbline.model.Publication;
import dev.plumbline.model.RangeType;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Holds every object of one schema against the object of the same id in the other. */
final class Differ {
    private final Schema from;
    private final Schema to;
    private final List<Change> changes = new ArrayList<>();

    Differ(Schema from, Schema to) {
        this.from = from;
        this.to = to;
    }

    List<Change> changes() {
        // Both are in the order of their ids.
        Deque<SchemaObject.Whole> there = new ArrayDeque<>(to.objects().values());
        for (SchemaObject.Whole before : from.objects().values()) {
            while (!there.isEmpty() && there.element().id().compareTo(before.id()) < 0) {
                created(there.remove());
            }
            if (!there.isEmpty() && there.element().id().equals(before.id())) {
                changed(before, there.remove());
            } else {
                dropped(before);
            }
        }
        there.forEach(this::created);
        return Renames.settle(changes);
    }

    private void created(SchemaObject.Whole object) {
        switch (object) {
            case Namespace it -> changes.add(new NamespaceChange.Created(it));
            case Extension it -> changes.add(new ExtensionChange.Created(it));
            case Collation it -> changes.add(new CollationChange.Created(it));
            case EnumType it -> changes.add(new EnumChange.Created(it));
            case DomainType it -> {
                changes.add(new DomainChange.Created(it));
                it.constraints().forEach(constraint -> comment(constraint, Optional.empty()));
            }
            case CompositeType it -> changes.add(new CompositeChange.Created(it));
            case RangeType it -> changes.add(new RangeChange.Created(it));
            case Sequence it -> {
                changes.add(new SequenceChange.Created(it));
            }
            case Table it -> {
                changes.add(new TableChange.Created(it));
                parts(Optional.empty(), it);
            }
            case View it -> {
                changes.add(new ViewChange.Created(it));
                parts(Optional.empty(), it);
            }
            case Index it -> changes.add(new IndexChange.Created(it));
            case Statistics it -> changes.add(new StatisticsChange.Created(it));
            case Routine it -> changes.add(new RoutineChange.Created(it));
            case EventTrigger it -> changes.add(new EventTriggerChange.Created(it));
            case Publication it -> changes.add(new PublicationChange.Created(it));
            case DefaultPrivileges it -> changes.add(new DefaultPrivilegesChange.Created(it));
            case OtherObject it -> changes.add(new OtherChange.Appeared(it));
        }
        comment(object, Optional.empty());
        privileges(object, List.of());
    }

    private void dropped(SchemaObject.Whole object) {
        changes.add(
                switch (object) {
                    case Namespace it -> new NamespaceChange.Dropped(it);
                    case Extension it -> new ExtensionChange.Dropped(it);
                    case Collation it -> new CollationChange.Dropped(it);
                    case EnumType it -> new EnumChange.Dropped(it);
                    case DomainType it -> new DomainChange.Dropped(it);
                    case CompositeType it -> new CompositeChange.Dropped(it);
                    case RangeType it -> new RangeChange.Dropped(it);
                    case Sequence it -> new SequenceChange.Dropped(it);
                    case Table it -> new TableChange.Dropped(it);
                    case View it -> new ViewChange.Dropped(it);
                    case Index it -> new IndexChange.Dropped(it);
                    case Statistics it -> new StatisticsChange.Dropped(it);
                    case Routine it -> new RoutineChange.Dropped(it);
                    case EventTrigger it -> new EventTriggerChange.Dropped(it);
                    case Publication it -> new PublicationChange.Dropped(it);
                    case DefaultPrivileges it -> new DefaultPrivilegesChange.Dropped(it);
                    case OtherObject it -> new OtherChange.Vanished(it);
                });
    }

    private void changed(SchemaObject.Whole before, SchemaObject.Whole after) {
        switch (after) {
            case Extension it -> changes.addAll(ExtensionChange.between((Extension) before, it));
            case Collation it -> changes.addAll(CollationChange.between((Collation) before, it));
            case EnumType it -> changes.addAll(EnumChange.between((EnumType) before, it));
            case DomainType it -> {
                changes.addAll(DomainChange.between((DomainType) before, it));
                constraints(((DomainType) before).constraints(), it.constraints());
            }
            case CompositeType it -> changes.addAll(CompositeChange.between((CompositeType) before, it));
            case RangeType it -> changes.addAll(RangeChange.between((RangeType) before, it));
            case Sequence it -> changes.addAll(SequenceChange.between((Sequence) before, it));
            case Table it -> {
                List<Change> own = TableChange.between((Table) before, it);
                changes.addAll(own);
                boolean rebuilt = own.stream().anyMatch(TableChange.Rebuilt.class::isInstance);
                parts(rebuilt ? Optional.empty() : Optional.of((Table) before), it);
            }
            case View it -> {
                changes.addAll(ViewChange.between((View) before, it));
                parts(Optional.of((View) before), it);
            }
            case Index it -> changes.addAll(IndexChange.between((Index) before, it));
            case Statistics it -> changes.addAll(StatisticsChange.between((Statistics) before, it));
            case Routine it -> changes.addAll(RoutineChange.between((Routine) before, it));
            case EventTrigger it -> changes.addAll(EventTriggerChange.between((EventTrigger) before, it));
            case Publication it -> changes.addAll(PublicationChange.between((Publication) before, it));
            case DefaultPrivileges it ->
                changes.addAll(DefaultPrivilegesChange.between((DefaultPrivileges) before, it));
            case Namespace _, OtherObject _ -> {
                // Nothing but comments and privileges.
            }
        }
        comment(after, before.comment());
        privileges(after, before.privileges());
    }

    /** The parts of a relation, which is new where there is none before. */
    private void parts(Optional<Relation> before, Relation after) {
        boolean isNew = before.isEmpty();
        matched(
                before.map(Relation::columns).orElse(List.of()),
                after.columns(),
                Column::name,
                isNew || after instanceof View ? _ -> List.of() : it -> List.of(new ColumnChange.Added(it)),
                it -> after instanceof View ? List.of() : List.of(new ColumnChange.Dropped(it)),
                after instanceof Table ? ColumnChange::between : ColumnChange::defaultBetween);
        matched(
                before.map(Relation::triggers).orElse(List.of()),
                after.triggers(),
                Trigger::name,
                it -> List.of(new TriggerChange.Created(it)),
                it -> List.of(new TriggerChange.Dropped(it)),
                TriggerChange::between);
        matched(
                before.map(Relation::rules).orElse(List.of()),
                after.rules(),
                Rule::name,
                it -> List.of(new RuleChange.Created(it)),
                it -> List.of(new RuleChange.Dropped(it)),
                RuleChange::between);
        if (after instanceof Table table) {
            Optional<Table> was = before.map(Table.class::cast);
            matched(
                    was.map(Table::policies).orElse(List.of()),
                    table.policies(),
                    Policy::name,
                    it -> List.of(new PolicyChange.Created(it)),
                    it -> List.of(new PolicyChange.Dropped(it)),
                    PolicyChange::between);
            if (isNew) {
                // Those that point to other tables wait until these are there; the rest come with the table.
                table.constraints().stream()
                        .filter(it -> it.type() == Constraint.Type.FOREIGN_KEY)
                        .forEach(it -> changes.add(new ConstraintChange.Added(it)));
                table.constraints().forEach(it -> comment(it, Optional.empty()));
            } else {
                constraints(was.orElseThrow().constraints(), table.constraints());
            }
        }
    }

    private void constraints(List<Constraint> before, List<Constraint> after) {
        matched(
                before,
                after,
                Constraint::name,
                it -> List.of(new ConstraintChange.Added(it)),
                it -> List.of(new ConstraintChange.Dropped(it)),
                ConstraintChange::between);
    }

    private <T extends SchemaObject.Part> void matched(
            List<T> before,
            List<T> after,
            Function<T, String> name,
            Function<T, List<Change>> create,
            Function<T, List<Change>> drop,
            BiFunction<T, T, List<Change>> alter) {
        if (areSame(before, after, name)) {
            for (int i = 0; i < after.size(); i++) {
                changes.addAll(alter.apply(before.get(i), after.get(i)));
                comment(after.get(i), before.get(i).comment());
            }
            return;
        }
        Map<String, T> left = new TreeMap<>();
        before.forEach(part -> left.put(name.apply(part), part));
        for (T part : after) {
            T was = left.remove(name.apply(part));
            changes.addAll(was == null ? create.apply(part) : alter.apply(was, part));
            comment(part, was == null ? Optional.empty() : was.comment());
        }
        left.values().forEach(part -> changes.addAll(drop.apply(part)));
    }

    /** Whether there are parts of the same names in the same order, as nearly everywhere. */
    private static <T> boolean areSame(List<T> before, List<T> after, Function<T, String> name) {
        if (before.size() != after.size()) {
            return false;
        }
        for (int i = 0; i < after.size(); i++) {
            if (!name.apply(before.get(i)).equals(name.apply(after.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private void comment(SchemaObject object, Optional<String> was) {
        if (!object.comment().equals(was)) {
            changes.add(new CommentChange.Commented(object, was));
        }
    }

    private void privileges(SchemaObject.Whole object, List<Privilege> held) {
        if (!(object instanceof DefaultPrivileges) && !object.privileges().equals(held)) {
            changes.add(new PrivilegesChange.Granted(object, held, object.privileges()));
        }
    }
}
