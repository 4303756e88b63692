package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.ColumnChange;
import dev.plumbline.diff.CommentChange;
import dev.plumbline.diff.DefaultPrivilegesChange;
import dev.plumbline.diff.PrivilegesChange;
import dev.plumbline.diff.RenameChange;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.diff.TableChange;
import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.Policy;
import dev.plumbline.model.Privilege;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Table;
import dev.plumbline.sql.Identifiers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Turns changes into nodes of a graph, has them ordered, and adds what may come last. */
final class Planner {
    private final SchemaDiff diff;
    private final Graph graph;
    private final Map<ObjectId, ObjectId> renames = new HashMap<>();
    private final Context context;
    private final Writer writer;
    private final Ownership ownership;

    Planner(SchemaDiff diff, Form form) {
        this.diff = diff;
        this.context = new Context(diff, form);
        this.graph = new Graph();
        this.writer = new Writer(context);
        this.ownership = new Ownership(diff);
    }

    List<Step> steps() {
        List<Change> changes = new ArrayList<>(new Detours(diff, context).changes());
        changes.addAll(new EarlyKeys(diff).changes());
        for (Change change : changes) {
            switch (change) {
                case CommentChange _, PrivilegesChange _, DefaultPrivilegesChange _ -> {
                    // With what they are about, or after all else.
                }
                default -> add(change);
            }
        }
        changes.forEach(this::letGo);
        Postponed.dropped(diff).parts().forEach(this::dropEarly);
        new Replacements(context, graph, writer).write(changes);
        new Resettlements(context, graph).write(changes);
        List<Step> rights = rights(changes);
        List<Step> comments = comments(changes);
        new Edges(context, graph).connect();
        new PartitionEdges(context, graph).connect();
        new NameEdges(diff, graph, renames).connect();
        // An event trigger would fire on the plan's own statements: it goes first, and comes last.
        List<Step> first = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        List<Step> last = new ArrayList<>();
        for (Node node : graph.sorted()) {
            if (!isEventTrigger(node.id)) {
                steps.addAll(node.steps);
            } else if (node.act == Act.DROP) {
                first.addAll(node.steps);
            } else {
                last.addAll(node.steps);
            }
        }
        return Stream.of(first, steps, comments, rights, last)
                .flatMap(List::stream)
                .toList();
    }

    private static boolean isEventTrigger(ObjectId id) {
        return id.kind() == ObjectKind.EVENT_TRIGGER;
    }

    /** Those of what was there before; what is made gets its comments at once. */
    private List<Step> comments(List<Change> changes) {
        List<Step> later = new ArrayList<>();
        for (Change change : changes) {
            if (change instanceof CommentChange.Commented it) {
                maker(it.to()).map(node -> node.steps).orElse(later).add(comment(it));
            }
        }
        return later;
    }

    /** What makes an object by a statement; none where it was there before, or comes with another. */
    private Optional<Node> maker(SchemaObject object) {
        Optional<Node> own = graph.find(Act.MAKE, object.id());
        if (own.isEmpty() && object instanceof Column column) {
            own = diff.to().whole(column.id()).flatMap(whole -> graph.find(Act.MAKE, whole.id()));
        }
        return own.filter(node -> !node.steps.isEmpty());
    }

    /**
     * Rights on what was there before come when all is made, and default privileges after them: what the plan makes gets what the
     * defaults of before give, wanted or not, and what it is to have at once.
     */
    private List<Step> rights(List<Change> changes) {
        DefaultRights defaults = new DefaultRights(diff.from());
        Set<ObjectId> made = new HashSet<>();
        List<Step> steps = new ArrayList<>();
        for (Change change : changes) {
            if (makes(change) && change.after().orElseThrow() instanceof SchemaObject.Whole whole) {
                made.add(whole.id());
                List<Privilege> held = defaults.of(whole);
                if (!held.equals(whole.privileges())) {
                    maker(whole)
                            .map(node -> node.steps)
                            .orElse(steps)
                            .addAll(PrivilegeSteps.change(
                                    new PrivilegesChange.Granted(whole, held, whole.privileges())));
                }
            }
        }
        for (Change change : changes) {
            numbering(change, defaults).forEach(steps::add);
        }
        for (PrivilegesChange.Granted change : lostWithColumns(changes)) {
            if (!made.contains(change.to().id())) {
                steps.addAll(PrivilegeSteps.change(change));
            }
        }
        for (Change change : changes) {
            if (change instanceof DefaultPrivilegesChange it) {
                steps.addAll(defaults(it));
            }
        }
        return steps;
    }

    /** Changes of rights, knowing that those on a column go with it. */
    private List<PrivilegesChange.Granted> lostWithColumns(List<Change> changes) {
        Map<ObjectId, PrivilegesChange.Granted> granted = new LinkedHashMap<>();
        for (Change change : changes) {
            if (change instanceof PrivilegesChange.Granted it) {
                granted.put(it.id(), it);
            }
        }
        for (Change change : changes) {
            if (change instanceof ColumnChange.Dropped || change instanceof ColumnChange.Rebuilt) {
                ObjectId table = ObjectId.of(ObjectKind.TABLE, change.id().name());
                diff.to()
                        .find(table)
                        .ifPresent(to -> granted.compute(table, (_, was) -> {
                            List<Privilege> held = was == null ? to.privileges() : was.held();
                            return new PrivilegesChange.Granted(
                                    to,
                                    held.stream()
                                            .filter(it -> !it.column()
                                                    .equals(change.id().part()))
                                            .toList(),
                                    to.privileges());
                        }));
            }
        }
        return List.copyOf(granted.values());
    }

    /** What the sequences of identities are beside what they come with: their rights, comments, and whether they are logged. */
    private List<Step> numbering(Change change, DefaultRights defaults) {
        List<Step> steps = new ArrayList<>();
        if (change instanceof ColumnChange.Identified it
                && it.from().identity().isPresent()
                && it.to().identity().isPresent()) {
            Column.Identity was = it.from().identity().get();
            steps.addAll(ColumnSteps.trimmings(it.to().identity().get(), was.privileges(), was.comment(), change));
            return steps;
        }
        List<Column> columns =
                switch (change) {
                    case TableChange.Created it -> it.to().columns();
                    case TableChange.Rebuilt it -> it.to().columns();
                    case ColumnChange.Added it -> List.of(it.to());
                    case ColumnChange.Rebuilt it -> List.of(it.to());
                    case ColumnChange.Identified it -> List.of(it.to());
                    default -> List.of();
                };
        for (Column column : columns) {
            column.identity().filter(_ -> !context.isNumberedByParent(column)).ifPresent(identity -> {
                if (identity.unlogged() != isUnlogged(column.relation())) {
                    steps.add(ColumnSteps.log(identity, change));
                }
                steps.addAll(ColumnSteps.trimmings(
                        identity,
                        defaults.of(ObjectKind.SEQUENCE, identity.sequence().schema()),
                        Optional.empty(),
                        change));
            });
        }
        return steps;
    }

    private boolean isUnlogged(QualifiedName table) {
        return diff.to()
                .find(ObjectId.of(ObjectKind.TABLE, table))
                .map(Table.class::cast)
                .filter(Table::unlogged)
                .isPresent();
    }

    private List<Step> defaults(DefaultPrivilegesChange change) {
        return switch (change) {
            case DefaultPrivilegesChange.Created it -> writer.create(it.to(), it);
            case DefaultPrivilegesChange.Changed it -> writer.change(it);
            // Those of a schema go with it.
            case DefaultPrivilegesChange.Dropped it ->
                isGone(it.from().schema()) ? List.of() : writer.drop(it.from(), it);
        };
    }

    private boolean isGone(String schema) {
        return !schema.isEmpty()
                && diff.to()
                        .find(ObjectId.of(ObjectKind.SCHEMA, new QualifiedName("", schema)))
                        .isEmpty();
    }

    private static boolean makes(Change change) {
        return !(change instanceof DefaultPrivilegesChange)
                && (change instanceof Change.Creates || isRebuild(change) || isTypeRebuild(change));
    }

    private void add(Change change) {
        ObjectId id = change.id();
        switch (change) {
            case Change.Drops drops -> {
                node(Act.DROP, id, writer.drop(drops.from(), change));
                // The place of a partition may be another's.
                boolean isPartition =
                        drops.from() instanceof Table table && table.partition().isPresent();
                graph.node(Act.DROP, id).late = change.destructive() && !isPartition;
            }
            case Change.Creates creates -> make(creates.to(), change);
            case Change.Alters alters
            when isTypeRebuild(change) -> {
                TypeRebuild rebuild = new TypeRebuild(context, id, change);
                node(Act.CHANGE, id, rebuild.replace(writer.create(alters.to(), change)));
                node(Act.CHANGE, id, ownership.keep(alters.to(), change));
                node(Act.JOIN, id, rebuild.dropOld());
            }
            case Change.Alters alters
            when isRebuild(change) -> {
                node(Act.DROP, id, writer.drop(alters.from(), change));
                make(alters.to(), change);
            }
            case RenameChange.Renamed renamed -> {
                node(Act.CHANGE, id, writer.change(change));
                renames.put(id, renamed.to().id());
            }
            default -> {
                node(Act.LEAVE, id, writer.leave(change));
                node(Act.CHANGE, id, writer.change(change));
                node(Act.JOIN, id, writer.join(change));
            }
        }
    }

    private void make(SchemaObject object, Change change) {
        node(Act.MAKE, object.id(), writer.create(object, change));
        node(Act.MAKE, object.id(), ownership.keep(object, change));
        node(Act.JOIN, object.id(), writer.join(object, change));
        if (object instanceof Table table) {
            table.constraints().stream()
                    .filter(context::isPostponed)
                    .forEach(it -> node(Act.MAKE, it.id(), writer.create(it, change)));
            table.constraints().stream()
                    .filter(it -> it.partitionOf().isPresent())
                    .forEach(it -> node(Act.JOIN, it.id(), writer.join(it, change)));
            table.columns().stream()
                    .filter(it -> context.postponed().contains(it.id()))
                    .forEach(it -> node(Act.CHANGE, it.id(), List.of(ColumnSteps.setDefault(it, change))));
        }
    }

    private void node(Act act, ObjectId id, List<Step> steps) {
        // A drop without a statement is still an end that others wait for.
        if (!steps.isEmpty() || act == Act.DROP || act == Act.MAKE) {
            graph.node(act, id).steps.addAll(steps);
        }
    }

    /** What a table has that needs the table in turn goes before it. */
    private void dropEarly(ObjectId part) {
        Change cause = new TableChange.Dropped((Table) diff.from().whole(part).orElseThrow());
        switch (diff.from().object(part).orElseThrow()) {
            case Constraint it -> node(Act.DROP, part, writer.drop(it, cause));
            case Column it -> node(Act.LEAVE, part, List.of(ColumnSteps.setDefault(it.withoutDefault(), cause)));
            case Policy it -> node(Act.DROP, part, writer.drop(it, cause));
            default -> throw new IllegalStateException(part + " cannot go early");
        }
    }

    /** A default that calls what is to be dropped goes before that, and comes back or is replaced after; with a type goes its own. */
    private void letGo(Change change) {
        if (change instanceof ColumnChange.Defaulted it
                && it.from().defaultValue().isPresent()
                && diff.from().dependencies().getOrDefault(it.id(), Set.of()).stream()
                        .anyMatch(need -> !need.kind().isType()
                                && graph.find(Act.DROP, need).isPresent())) {
            node(Act.LEAVE, it.id(), writer.dropDefault(it));
        }
    }

    /** Whether the object is dropped, and made again later. */
    static boolean isRebuild(Change change) {
        return change instanceof Change.Rebuilds && !change.id().kind().isType();
    }

    /** Whether a type is made anew that columns may hold values of: the old one stays until they are converted. */
    static boolean isTypeRebuild(Change change) {
        return change instanceof Change.Rebuilds && change.id().kind().isType();
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
