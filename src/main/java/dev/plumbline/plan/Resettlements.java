package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.TableChange;
import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Table;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Partitions that get other bounds: while one is detached, rows for it are refused or go to the default partition. That its rows fit is
 * checked before, so that it leaves and is back within one short transaction.
 */
final class Resettlements {
    private final Context context;
    private final Graph graph;

    Resettlements(Context context, Graph graph) {
        this.context = context;
        this.graph = graph;
    }

    /** Rewrites the statements of those that can be checked where they are. */
    void write(Collection<Change> changes) {
        Stream<QualifiedName> converted = changes.stream()
                .filter(Planner::isTypeRebuild)
                .flatMap(change -> TypeRebuild.columns(context.diff().from(), change.id()).stream())
                .map(Column::relation);
        Set<QualifiedName> reshaped = Stream.concat(
                        changes.stream().filter(Resettlements::isAboutShape).map(change -> change.id()
                                .name()),
                        converted)
                .collect(Collectors.toUnmodifiableSet());
        for (Change change : changes) {
            if (change instanceof TableChange.Partitioned it) {
                bounds(it, reshaped).ifPresent(bounds -> resettle(it, bounds));
            }
        }
    }

    /** Keys are attached as indexes are. */
    private static boolean isAboutShape(Change change) {
        return change.id().kind() == ObjectKind.COLUMN
                || (change.before().or(change::after).orElse(null) instanceof Constraint constraint
                        && constraint.index().isEmpty());
    }

    /** What the rows must fulfil, where they can be asked before the table leaves: its shape stays, and the parent with its indexes. */
    private Optional<String> bounds(TableChange.Partitioned change, Set<QualifiedName> reshaped) {
        Optional<QualifiedName> parent = change.from().partition().map(Table.Partition::parent);
        return change.to()
                .partition()
                .filter(to -> parent.filter(to.parent()::equals).isPresent())
                .filter(to -> context.busy(change.to().name())
                        && !reshaped.contains(change.to().name())
                        && !reshaped.contains(to.parent())
                        && graph.find(Act.DROP, ObjectId.of(ObjectKind.TABLE, to.parent()))
                                .isEmpty()
                        && context.attachmentsAfter().partsOf(change.to().name()).stream()
                                .noneMatch(this::waitsForItsParent))
                .flatMap(Table.Partition::check);
    }

    /** Whether an index stays, and the one that it is attached to is made anew. */
    private boolean waitsForItsParent(SchemaObject part) {
        return graph.find(Act.MAKE, part.id()).isEmpty()
                && context.attachmentsAfter()
                        .parent(part.id())
                        .filter(parent -> graph.find(Act.DROP, parent).isPresent()
                                && graph.find(Act.MAKE, parent).isPresent())
                        .isPresent();
    }

    private void resettle(TableChange.Partitioned change, String bounds) {
        Table table = change.to();
        String check = context.boundsCheck();
        graph.node(Act.PREPARE, change.id()).steps.addAll(TableSteps.check(table, check, bounds, change));
        graph.node(Act.PREPARE, change.id()).brief = true;
        graph.node(Act.LEAVE, change.id()).brief = true;
        List<Step> back = graph.node(Act.JOIN, change.id()).steps;
        back.clear();
        back.addAll(TableSteps.attach(table, change));
        back.add(TableSteps.uncheck(table, check, change));
    }
}
