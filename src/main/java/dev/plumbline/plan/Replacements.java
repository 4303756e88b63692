package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.ColumnChange;
import dev.plumbline.diff.ConstraintChange;
import dev.plumbline.diff.IndexChange;
import dev.plumbline.diff.RenameChange;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Indexes and constraints that get another definition while others work: the old one serves until the new one is there. Where what it
 * is made of goes or changes, it goes first.
 */
final class Replacements {
    private final SchemaDiff diff;
    private final Context context;
    private final Graph graph;
    private final Writer writer;
    private final ConstraintSteps constraints;

    Replacements(Context context, Graph graph, Writer writer) {
        this.diff = context.diff();
        this.context = context;
        this.graph = graph;
        this.writer = writer;
        this.constraints = new ConstraintSteps(context);
    }

    /** Writes the statements of those anew that need not go first. */
    void write(Collection<Change> changes) {
        List<Change> rebuilt = changes.stream().filter(this::isAlone).toList();
        if (rebuilt.isEmpty()) {
            return;
        }
        Set<ObjectId> used = diff.from().dependencies().values().stream()
                .flatMap(Set::stream)
                .filter(id -> id.kind() == ObjectKind.INDEX || id.kind() == ObjectKind.CONSTRAINT)
                .collect(Collectors.toUnmodifiableSet());
        Set<String> taken = context.taken();
        rebuilt.stream()
                .filter(change -> !used.contains(change.id()) && keepsItsGround(change.id()))
                .forEach(change -> replace(change, taken));
    }

    private boolean isAlone(Change change) {
        return switch (change) {
            case IndexChange.Rebuilt it ->
                isAlone(it.from().table())
                        && it.from().table().equals(it.to().table())
                        && it.from().partitionOf().isEmpty()
                        && it.to().partitionOf().isEmpty()
                        && !(it.from().unique() && getsKeys(it.from().table()));
            case ConstraintChange.Rebuilt it -> isAlone(it.from(), it.to());
            default -> false;
        };
    }

    private boolean isAlone(Constraint from, Constraint to) {
        boolean keys = isKey(from) && isKey(to);
        boolean conditions = from.type() == to.type()
                && (from.type() == Constraint.Type.CHECK || from.type() == Constraint.Type.FOREIGN_KEY);
        return (keys ? !getsKeys(from.parent()) && keepsNulls(from.parent()) : conditions)
                && !context.isDomain(from.parent())
                && isAlone(from.parent())
                && from.references().map(Constraint.Reference::table).stream().allMatch(this::staysLogged)
                && !context.hadChildren(from.parent())
                && isOwn(from)
                && isOwn(to);
    }

    private static boolean isKey(Constraint constraint) {
        return (constraint.type() == Constraint.Type.PRIMARY_KEY || constraint.type() == Constraint.Type.UNIQUE)
                && !constraint.definition().contains("WITHOUT OVERLAPS");
    }

    private static boolean isOwn(Constraint constraint) {
        return constraint.local()
                && constraint.inheritedFrom() == 0
                && constraint.partitionOf().isEmpty();
    }

    private boolean isAlone(QualifiedName table) {
        ObjectId whole = ObjectId.of(ObjectKind.TABLE, table);
        return context.busy(table)
                && !context.isPartitioned(table)
                && staysLogged(table)
                && Stream.of(Act.LEAVE, Act.JOIN)
                        .noneMatch(act -> graph.find(act, whole).isPresent());
    }

    private boolean staysLogged(QualifiedName table) {
        return context.logs(table).isEmpty();
    }

    /** Whether no column of a table comes to take NULL, which the primary key that is there forbids. */
    private boolean keepsNulls(QualifiedName table) {
        return diff.changes().stream()
                .filter(change -> change.id().name().equals(table))
                .noneMatch(change -> (change instanceof ConstraintChange.Dropped it
                                && it.from().type() == Constraint.Type.NOT_NULL)
                        || (change instanceof ColumnChange.Required required
                                && !required.to().notNull()));
    }

    /** Whether new foreign keys point to a table: they could rest on the index that is to go. */
    private boolean getsKeys(QualifiedName table) {
        return graph.all(Act.MAKE).keySet().stream()
                .filter(id -> id.kind() == ObjectKind.CONSTRAINT)
                .flatMap(id -> diff.to().object(id).stream())
                .anyMatch(it -> it instanceof Constraint constraint
                        && constraint
                                .references()
                                .filter(to -> to.table().equals(table))
                                .isPresent());
    }

    /** Whether nothing goes or changes its type that the old index is made of. */
    private boolean keepsItsGround(ObjectId index) {
        Set<ObjectId> needs = diff.from().dependencies().getOrDefault(index, Set.of());
        return needs.stream()
                .flatMap(need -> Stream.concat(
                        Stream.of(need), diff.from().dependencies().getOrDefault(need, Set.of()).stream()))
                .noneMatch(need -> graph.find(Act.DROP, need).isPresent()
                        || graph.find(Act.DROP, ObjectId.of(ObjectKind.TABLE, need.name()))
                                .isPresent()
                        || graph.find(Act.CHANGE, need).stream()
                                .flatMap(node -> node.steps.stream())
                                .anyMatch(step -> !isHarmless(step.cause())));
    }

    private static boolean isHarmless(Change change) {
        return change instanceof ColumnChange.Defaulted
                || change instanceof ColumnChange.Required
                || change instanceof ColumnChange.Identified
                || change instanceof ColumnChange.Configured;
    }

    private void replace(Change change, Set<String> taken) {
        graph.node(Act.DROP, change.id()).steps.clear();
        List<Step> steps = graph.node(Act.MAKE, change.id()).steps;
        if (change instanceof ConstraintChange.Rebuilt it) {
            steps.clear();
            steps.addAll(constraints.replace(
                    it.from(), it.to(), Names.fresh(it.from().name(), taken), change));
        } else if (change instanceof IndexChange.Rebuilt it) {
            Index from = it.from();
            Index aside = from.renamed(new QualifiedName(
                    from.name().schema(), Names.old(from.name().name(), taken)));
            steps.addAll(0, writer.change(new RenameChange.Renamed(from, aside)));
            steps.addAll(writer.drop(aside, new IndexChange.Dropped(aside)));
        }
    }
}
