package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.ColumnChange;
import dev.plumbline.diff.CompositeChange;
import dev.plumbline.diff.ConstraintChange;
import dev.plumbline.diff.DefaultPrivilegesChange;
import dev.plumbline.diff.DomainChange;
import dev.plumbline.diff.EnumChange;
import dev.plumbline.diff.EventTriggerChange;
import dev.plumbline.diff.ExtensionChange;
import dev.plumbline.diff.IndexChange;
import dev.plumbline.diff.PolicyChange;
import dev.plumbline.diff.PublicationChange;
import dev.plumbline.diff.RenameChange;
import dev.plumbline.diff.RoutineChange;
import dev.plumbline.diff.RuleChange;
import dev.plumbline.diff.SequenceChange;
import dev.plumbline.diff.StatisticsChange;
import dev.plumbline.diff.TableChange;
import dev.plumbline.diff.TriggerChange;
import dev.plumbline.diff.ViewChange;
import dev.plumbline.model.Collation;
import dev.plumbline.model.Column;
import dev.plumbline.model.CompositeType;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.DefaultPrivileges;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.EnumType;
import dev.plumbline.model.EventTrigger;
import dev.plumbline.model.Extension;
import dev.plumbline.model.Firing;
import dev.plumbline.model.Index;
import dev.plumbline.model.Namespace;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.OtherObject;
import dev.plumbline.model.Policy;
import dev.plumbline.model.Publication;
import dev.plumbline.model.RangeType;
import dev.plumbline.model.Routine;
import dev.plumbline.model.Rule;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Sequence;
import dev.plumbline.model.Statistics;
import dev.plumbline.model.Table;
import dev.plumbline.model.Trigger;
import dev.plumbline.model.View;
import java.util.ArrayList;
import java.util.List;

/** Finds who writes the statements for a kind of object. */
final class Writer {
    private final ColumnSteps columns;
    private final ConstraintSteps constraints;
    private final IndexSteps indexes;
    private final TableSteps tables;
    private final RenameSteps renames;
    private final Context context;

    Writer(Context context) {
        this.context = context;
        this.tables = new TableSteps(context);
        this.renames = new RenameSteps(context);
        this.columns = new ColumnSteps(context);
        this.constraints = new ConstraintSteps(context);
        this.indexes = new IndexSteps(context);
    }

    List<Step> create(SchemaObject object, Change cause) {
        return switch (object) {
            case Namespace it -> OtherSteps.create(it, cause);
            case Extension it -> OtherSteps.create(it, cause);
            case Collation it -> TypeSteps.create(it, cause);
            case EnumType it -> TypeSteps.create(it, cause);
            case DomainType it -> TypeSteps.create(it, cause);
            case CompositeType it -> TypeSteps.create(it, cause);
            case RangeType it -> TypeSteps.create(it, cause);
            case Sequence it -> OtherSteps.create(it, cause);
            case Table it -> tables.create(it, cause);
            case View it -> ViewSteps.create(it, cause);
            case Column it -> columns.add(it, cause);
            case Constraint it -> constraints.add(it, cause);
            case Index it -> indexes.create(it, cause);
            case Statistics it -> OtherSteps.create(it, cause);
            case Routine it -> List.of(Step.of(it.definition(), cause));
            case Trigger it -> OtherSteps.create(it, cause);
            case Rule it -> rule(it, cause);
            case Policy it -> OtherSteps.create(it, cause);
            case EventTrigger it -> OtherSteps.create(it, cause);
            case Publication it -> PublicationSteps.create(it, cause);
            case DefaultPrivileges it -> PrivilegeSteps.defaults(it, List.of(), it.privileges(), cause);
            case OtherObject _ -> List.of();
        };
    }

    /** What ties a new object to others, once all of it is there. */
    List<Step> join(SchemaObject object, Change cause) {
        return switch (object) {
            case Table it -> TableSteps.attach(it, cause);
            case Index it -> indexes.attach(it, cause);
            case Constraint it -> constraints.attach(it, cause);
            case Sequence it when it.ownedBy().isPresent() -> own(it, cause);
            default -> List.of();
        };
    }

    /** A sequence that takes over a column with rows goes on after their numbers. */
    private List<Step> own(Sequence sequence, Change cause) {
        List<Step> steps = new ArrayList<>();
        steps.add(OtherSteps.own(sequence, cause));
        sequence.ownedBy()
                .filter(id -> context.diff().from().object(id).isPresent())
                .ifPresent(id -> steps.add(ColumnSteps.goOn(sequence.name(), sequence.options(), id, cause)));
        return steps;
    }

    /** What lets go of others, before these go. */
    List<Step> leave(Change change) {
        return switch (change) {
            case ColumnChange.Identified it when it.to().identity().isEmpty() -> List.of(ColumnSteps.dropIdentity(it));
            case TableChange.Partitioned it -> TableSteps.detach(it.from(), it);
            case TableChange.Inherited it -> TableSteps.disinherit(it);
            case PublicationChange.Rejoined it -> List.of(PublicationSteps.leave(it));
            case SequenceChange.Owned it
            when it.from().ownedBy().isPresent()
                    && (it.to().ownedBy().isEmpty()
                            || it.from().ownedBy().filter(this::isLetGo).isPresent()
                            || isSame(it)) -> List.of(OtherSteps.disown(it));
            default -> List.of();
        };
    }

    /** Whether its column goes for a while, and must not take it along. */
    private static boolean isSame(SequenceChange.Owned change) {
        return change.from().ownedBy().equals(change.to().ownedBy());
    }

    /** Whether a column goes, or its table becomes logged or unlogged, as its sequences then do. */
    private boolean isLetGo(ObjectId column) {
        return context.diff().to().object(column).isEmpty()
                || context.logs(column.name()).isPresent();
    }

    /** What takes hold of others, when these are there. */
    List<Step> join(Change change) {
        return switch (change) {
            case ColumnChange.Identified it when it.from().identity().isEmpty() -> columns.addIdentity(it);
            case TableChange.Partitioned it -> tables.attachExisting(it);
            case TableChange.Inherited it -> TableSteps.inherit(it);
            case IndexChange.Attached it -> indexes.attach(it.to(), it);
            case ConstraintChange.Attached it -> constraints.attach(it.to(), it);
            // What is to show other tables than before is told all of them anyway.
            case PublicationChange.Rejoined it
            when context.changes(it.id()).stream().noneMatch(PublicationChange.Filled.class::isInstance) ->
                List.of(PublicationSteps.join(it));
            case SequenceChange.Owned it when it.to().ownedBy().isPresent() -> List.of(OtherSteps.own(it.to(), it));
            default -> List.of();
        };
    }

    /** A default goes until what it calls is there again. */
    List<Step> dropDefault(ColumnChange.Defaulted change) {
        return List.of(ColumnSteps.dropDefault(change));
    }

    private static List<Step> rule(Rule rule, Change cause) {
        List<Step> steps = new ArrayList<>();
        String definition = rule.definition();
        steps.add(Step.of(
                definition.endsWith(";") ? definition.substring(0, definition.length() - 1) : definition, cause));
        if (rule.firing() != Firing.ORIGIN) {
            steps.add(OtherSteps.firing(rule.relation(), "RULE", rule.name(), rule.firing(), cause));
        }
        return steps;
    }

    List<Step> drop(SchemaObject object, Change cause) {
        return switch (object) {
            case Table it -> tables.drop(it, cause);
            case Column it -> columns.drop(it, cause);
            case Constraint it -> constraints.drop(it, cause);
            case Index it -> indexes.drop(it, cause);
            case DefaultPrivileges it -> PrivilegeSteps.defaults(it, it.privileges(), List.of(), cause);
            case OtherObject _ -> List.of();
            default -> List.of(Step.of("DROP " + Names.of(object), cause));
        };
    }

    List<Step> change(Change change) {
        return switch (change) {
            case ExtensionChange it -> OtherSteps.change(it);
            case EnumChange.Extended it -> TypeSteps.extend(it);
            case DomainChange it -> TypeSteps.change(it);
            case CompositeChange.Reshaped it -> TypeSteps.reshape(it);
            case SequenceChange it -> OtherSteps.change(it);
            case TableChange it -> TableSteps.change(it);
            case ViewChange it -> ViewSteps.change(it);
            case ColumnChange it -> columns.change(it);
            case ConstraintChange.Attached _ -> List.of();
            case ConstraintChange.Validated it -> List.of(constraints.validate(it.to(), it));
            case ConstraintChange.Configured it ->
                indexes.reconfigure(
                        it.to().parent(),
                        new dev.plumbline.model.QualifiedName(
                                it.to().parent().schema(), it.to().name()),
                        it.from().index().orElseThrow(),
                        it.to().index().orElseThrow(),
                        it);
            case IndexChange it -> indexes.change(it);
            case RenameChange.Renamed it -> renames.rename(it.from(), it.to(), it);
            case StatisticsChange.Targeted it -> List.of(OtherSteps.target(it.to(), it));
            // PostgreSQL itself writes OR REPLACE into the definition of all but aggregates.
            case RoutineChange.Replaced it ->
                List.of(Step.of(
                        it.to().definition().replaceFirst("^CREATE AGGREGATE", "CREATE OR REPLACE AGGREGATE"), it));
            case TriggerChange.Switched it ->
                List.of(OtherSteps.firing(
                        it.to().relation(), "TRIGGER", it.to().name(), it.to().firing(), it));
            case RuleChange.Switched it ->
                List.of(OtherSteps.firing(
                        it.to().relation(), "RULE", it.to().name(), it.to().firing(), it));
            case PolicyChange.Altered it -> List.of(OtherSteps.alter(it.to(), it));
            case EventTriggerChange.Switched it -> List.of(OtherSteps.firing(it.to(), it));
            case PublicationChange it -> PublicationSteps.change(it);
            case DefaultPrivilegesChange.Changed it ->
                PrivilegeSteps.defaults(it.to(), it.from().privileges(), it.to().privileges(), it);
            default -> throw new IllegalStateException("nobody writes " + change);
        };
    }
}
