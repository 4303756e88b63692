package dev.plumbline.plan;

import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must come before what between partitions or children and the tables above them. */
final class PartitionEdges {
    private final SchemaDiff diff;
    private final Context context;
    private final Graph graph;

    PartitionEdges(Context context, Graph graph) {
        this.diff = context.diff();
        this.context = context;
        this.graph = graph;
    }

    void connect() {
        children();
        conversions();
        inheritedParts();
        places();
        indexes();
    }

    /** A place is given up before it is taken, and a table that joins finds no index or key that goes. */
    private void places() {
        Map<QualifiedName, List<Node>> joining = new HashMap<>();
        Map<QualifiedName, List<Node>> joined = new HashMap<>();
        graph.all(Act.JOIN).forEach((id, node) -> {
            if (diff.to().find(id).orElse(null) instanceof Table table) {
                table.partition().ifPresent(it -> {
                    joining.computeIfAbsent(table.name(), _ -> new ArrayList<>())
                            .add(node);
                    joined.computeIfAbsent(it.parent(), _ -> new ArrayList<>()).add(node);
                });
            }
        });
        for (Act act : List.of(Act.LEAVE, Act.DROP)) {
            graph.all(act).forEach((id, node) -> {
                switch (diff.from().object(id).orElse(null)) {
                    case Table it ->
                        it.partition()
                                .map(Table.Partition::parent)
                                .map(parent -> joined.getOrDefault(parent, List.of()))
                                .ifPresent(all -> all.forEach(join -> graph.edge(node, join)));
                    case Index it -> goesBefore(node, it.table(), joining, joined);
                    case Constraint it -> goesBefore(node, it.parent(), joining, joined);
                    case null, default -> {
                        // Not about partitions.
                    }
                }
            });
        }
    }

    private void goesBefore(
            Node drop,
            QualifiedName table,
            Map<QualifiedName, List<Node>> joining,
            Map<QualifiedName, List<Node>> joined) {
        joining.getOrDefault(table, List.of()).forEach(join -> graph.edge(drop, join));
        joined.getOrDefault(table, List.of()).forEach(join -> graph.edge(drop, join));
    }

    /** A child keeps its columns and constraints when it leaves before the parent's go, and fits when it joins after they have changed. */
    private void children() {
        for (ObjectId id : graph.all(Act.LEAVE).keySet()) {
            if (diff.from().find(id).orElse(null) instanceof Table table) {
                Context.parents(table).forEach(parent -> parts(diff.from(), parent)
                        .forEach(part -> List.of(Act.DROP, Act.CHANGE, Act.MAKE)
                                .forEach(act -> graph.edge(graph.find(Act.LEAVE, id), graph.find(act, part.id())))));
            }
        }
        for (ObjectId id : graph.all(Act.JOIN).keySet()) {
            if (diff.to().find(id).orElse(null) instanceof Table table) {
                for (QualifiedName parent : Context.parents(table)) {
                    parts(diff.from(), parent)
                            .forEach(part -> graph.edge(graph.find(Act.DROP, part.id()), graph.find(Act.JOIN, id)));
                    parts(diff.to(), parent).forEach(part -> List.of(Act.CHANGE, Act.MAKE)
                            .forEach(act -> graph.edge(graph.find(act, part.id()), graph.find(Act.JOIN, id))));
                }
            }
        }
    }

    /** What a child has of a type that is made anew is converted when it has left, or before it joins. */
    private void conversions() {
        graph.rebuiltTypes().forEach((type, node) -> {
            for (Column column : TypeRebuild.columns(diff.from(), type)) {
                ObjectId table = ObjectId.of(ObjectKind.TABLE, column.relation());
                graph.edge(graph.find(Act.LEAVE, table), Optional.of(node));
                graph.edge(Optional.of(node), graph.find(Act.JOIN, table));
            }
        });
    }

    /** What makes the shape of a table; keys are attached as indexes are. */
    private static List<SchemaObject.Part> parts(Schema schema, QualifiedName table) {
        return schema.find(ObjectId.of(ObjectKind.TABLE, table)).stream()
                .flatMap(whole -> whole.parts().stream())
                .filter(part -> part instanceof Column
                        || (part instanceof Constraint it && it.index().isEmpty()))
                .toList();
    }

    /**
     * A table becomes a partition when the indexes are there that the partitioned table's take over, and keeps them when it leaves before
     * those go; else they go with them.
     */
    private void indexes() {
        graph.all(Act.DROP)
                .forEach((id, node) -> context.attachmentsBefore().parent(id).ifPresent(parent -> {
                    QualifiedName table =
                            Attachments.table(diff.from().object(id).orElseThrow());
                    if (context.leaves(table)) {
                        graph.edge(graph.find(Act.LEAVE, ObjectId.of(ObjectKind.TABLE, table)), Optional.of(node));
                    } else {
                        graph.edge(graph.find(Act.DROP, parent), Optional.of(node));
                    }
                }));
        graph.all(Act.LEAVE).forEach((id, leave) -> context.attachmentsBefore()
                .parentsOf(id.name())
                .forEach(parent -> graph.edge(Optional.of(leave), graph.find(Act.DROP, parent))));
        graph.all(Act.MAKE).forEach((id, node) -> {
            if (id.kind() != ObjectKind.INDEX && id.kind() != ObjectKind.CONSTRAINT) {
                return;
            }
            QualifiedName table = diff.to().object(id).map(Attachments::table).orElseThrow();
            Optional<Node> join = Optional.of(ObjectId.of(ObjectKind.TABLE, table))
                    .filter(_ -> context.joins(table))
                    .flatMap(whole -> graph.find(Act.JOIN, whole));
            Optional<ObjectId> parent = context.attachmentsAfter().parent(id);
            if (context.isIncomplete(id)) {
                // It would come to every table that joins.
                context.partitionsAfter(table)
                        .forEach(partition -> graph.edge(
                                graph.find(Act.JOIN, ObjectId.of(ObjectKind.TABLE, partition)), Optional.of(node)));
            }
            if (parent.isPresent() && !context.isIncomplete(parent.get())) {
                graph.edge(Optional.of(node), join);
                graph.edge(graph.find(Act.MAKE, parent.get()), join);
            } else if (id.kind() == ObjectKind.INDEX) {
                // It could be taken over in the place of another that says the same.
                graph.edge(join, Optional.of(node));
            }
        });
        graph.all(Act.JOIN).forEach((id, join) -> context.attachmentsAfter().parentsOf(id.name()).stream()
                .filter(parent -> !context.isIncomplete(parent))
                .forEach(parent -> graph.edge(graph.find(Act.MAKE, parent), Optional.of(join))));
        Map<QualifiedName, List<Node>> leaving = new HashMap<>();
        graph.all(Act.LEAVE).forEach((id, node) -> {
            if (diff.from().find(id).orElse(null) instanceof Table table) {
                Context.parents(table).forEach(parent -> leaving.computeIfAbsent(parent, _ -> new ArrayList<>())
                        .add(node));
            }
        });
        Map<ObjectId, Set<Node>> attached = new HashMap<>();
        graph.all(Act.JOIN)
                .forEach((id, node) -> context.attachmentsAfter().parent(id).ifPresent(parent -> {
                    graph.edge(graph.find(Act.MAKE, parent), Optional.of(node));
                    // The last that is attached makes the whole index valid, and not a table that joins after it.
                    diff.to().object(parent).map(Attachments::table).ifPresent(table -> leaving.getOrDefault(
                                    table, List.of())
                            .forEach(leave -> graph.edge(leave, node)));
                    attached.computeIfAbsent(parent, _ -> new HashSet<>()).add(node);
                }));
        if (!attached.isEmpty()) {
            // Until all of its partitions' are attached an index is not valid, and no foreign key can rest on it.
            diff.to().dependencies().forEach((user, needs) -> graph.find(Act.MAKE, user)
                    .filter(_ -> Edges.isForeignKey(diff.to(), user))
                    .ifPresent(node -> needs.forEach(
                            need -> attached.getOrDefault(need, Set.of()).forEach(join -> graph.edge(join, node)))));
        }
    }

    /** What a child has of its own and from a parent as well goes when it is only its own any more. */
    private void inheritedParts() {
        graph.all(Act.DROP).forEach((id, node) -> ofParents(diff.from(), id)
                .forEach(parent -> graph.edge(graph.find(Act.DROP, parent), Optional.of(node))));
        graph.all(Act.MAKE).forEach((id, node) -> ofParents(diff.to(), id).forEach(parent -> {
            Optional<Node> first = graph.find(Act.MAKE, parent);
            if (parent.part().equals(id.part()) && id.kind() == ObjectKind.CONSTRAINT) {
                // What the child's adds to that.
                graph.edge(first, Optional.of(node));
            } else {
                // The parent's column is merged with the child's; and once its constraint is there, the child can have
                // none of another name.
                graph.edge(Optional.of(node), first);
            }
        }));
    }

    /** The columns, checks and the like of the parents that a child's is joined with. */
    private static List<ObjectId> ofParents(Schema schema, ObjectId id) {
        if (id.part().isEmpty() || !(schema.whole(id).orElse(null) instanceof Table table)) {
            return List.of();
        }
        SchemaObject part = schema.object(id).orElseThrow();
        return Context.parents(table).stream()
                .flatMap(parent -> parts(schema, parent).stream())
                .filter(other -> isJoined(part, other))
                .map(SchemaObject::id)
                .toList();
    }

    private static boolean isJoined(SchemaObject part, SchemaObject ofParent) {
        return switch (part) {
            case Column it -> ofParent instanceof Column other && other.name().equals(it.name());
            case Constraint it ->
                ofParent instanceof Constraint other
                        && it.type() == other.type()
                        && switch (it.type()) {
                            case CHECK -> it.name().equals(other.name());
                            case NOT_NULL -> it.columns().equals(other.columns());
                            case PRIMARY_KEY, UNIQUE, EXCLUDE, FOREIGN_KEY -> false;
                        };
            default -> false;
        };
    }
}
