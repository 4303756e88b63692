package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.CollationChange;
import dev.plumbline.diff.CommentChange;
import dev.plumbline.diff.ConstraintChange;
import dev.plumbline.diff.DomainChange;
import dev.plumbline.diff.EnumChange;
import dev.plumbline.diff.EventTriggerChange;
import dev.plumbline.diff.IndexChange;
import dev.plumbline.diff.PolicyChange;
import dev.plumbline.diff.PrivilegesChange;
import dev.plumbline.diff.PublicationChange;
import dev.plumbline.diff.RangeChange;
import dev.plumbline.diff.RoutineChange;
import dev.plumbline.diff.RuleChange;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.diff.StatisticsChange;
import dev.plumbline.diff.TableChange;
import dev.plumbline.diff.TriggerChange;
import dev.plumbline.diff.ViewChange;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;

/** Turns changes into nodes of a graph, has them ordered, and adds what may come last. */
final class Planner {
    private final SchemaDiff diff;
    private final Graph graph;
    private final Writer writer;

    Planner(SchemaDiff diff, Form form) {
        this.diff = diff;
        this.graph = new Graph(diff);
        this.writer = new Writer(new Context(diff, form));
    }

    List<Step> steps() {
        List<Change> changes = new ArrayList<>(diff.changes());
        changes.addAll(new Detours(diff).changes());
        List<Step> last = new ArrayList<>();
        for (Change change : changes) {
            switch (change) {
                case CommentChange.Commented it -> last.add(comment(it));
                case PrivilegesChange.Granted it -> last.addAll(PrivilegeSteps.change(it));
                default -> add(change);
            }
        }
        List<Step> steps = new ArrayList<>();
        graph.sorted().forEach(node -> steps.addAll(node.steps));
        steps.addAll(last);
        return steps;
    }

    private void add(Change change) {
        ObjectId id = change.id();
        switch (change) {
            case Change.Drops drops -> graph.node(Act.DROP, id).steps.addAll(writer.drop(drops.from(), change));
            case Change.Creates creates -> make(creates.to().id(), creates, change);
            case Change.Alters alters
            when isRebuild(change) -> {
                graph.node(Act.DROP, id).steps.addAll(writer.drop(alters.from(), change));
                graph.node(Act.MAKE, id).steps.addAll(writer.create(alters.to(), change));
                graph.node(Act.JOIN, id).steps.addAll(writer.join(alters.to(), change));
            }
            default -> graph.node(Act.CHANGE, id).steps.addAll(writer.change(change));
        }
    }

    private void make(ObjectId id, Change.Creates creates, Change change) {
        graph.node(Act.MAKE, id).steps.addAll(writer.create(creates.to(), change));
        List<Step> join = writer.join(creates.to(), change);
        if (!join.isEmpty()) {
            graph.node(Act.JOIN, id).steps.addAll(join);
        }
    }

    /** Whether the object can only be dropped and made again. */
    static boolean isRebuild(Change change) {
        return switch (change) {
            case CollationChange.Rebuilt _, RangeChange.Rebuilt _, EnumChange.Rebuilt _, DomainChange.Rebuilt _ -> true;
            case TableChange.Rebuilt _, ConstraintChange.Rebuilt _, IndexChange.Rebuilt _ -> true;
            case StatisticsChange.Rebuilt _, ViewChange.Rebuilt _, RoutineChange.Rebuilt _ -> true;
            case TriggerChange.Rebuilt _, RuleChange.Rebuilt _, PolicyChange.Rebuilt _ -> true;
            case EventTriggerChange.Rebuilt _, PublicationChange.Rebuilt _ -> true;
            default -> false;
        };
    }

    /** Whether a type is made anew that columns may hold values of. */
    static boolean isTypeRebuild(Change change) {
        return switch (change) {
            case RangeChange.Rebuilt _, EnumChange.Rebuilt _, DomainChange.Rebuilt _ -> true;
            default -> false;
        };
    }

    private Step comment(CommentChange.Commented change) {
        String on = Names.of(change.to());
        boolean ofDomain = change.to() instanceof Constraint constraint
                && diff.to()
                        .find(ObjectId.of(ObjectKind.DOMAIN, constraint.parent()))
                        .isPresent();
        return Step.of(
                "COMMENT ON " + (ofDomain ? on.replaceFirst(" ON ", " ON DOMAIN ") : on) + " IS "
                        + change.to().comment().map(Identifiers::quoteLiteral).orElse("NULL"),
                change);
    }
}
