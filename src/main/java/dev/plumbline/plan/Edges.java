package dev.plumbline.plan;

import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.diff.TableChange;
import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Routine;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Sequence;
import dev.plumbline.model.Table;
import dev.plumbline.model.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What must come before what: what an object needs is there before it is made, and what needs an object is gone before it is dropped.
 * The needs are those of the catalogs of both sides.
 */
final class Edges {
    private final SchemaDiff diff;
    private final Context context;
    private final Graph graph;

    /** What gives up its name, and the name it takes. */
    private final Map<ObjectId, ObjectId> renamed;

    Edges(Context context, Graph graph, Map<ObjectId, ObjectId> renamed) {
        this.diff = context.diff();
        this.context = context;
        this.graph = graph;
        this.renamed = renamed;
    }

    /** The node of the object, or of the one it is a part of: a new table brings its columns. */
    private Optional<Node> nearest(Act act, ObjectId id) {
        Optional<Node> own = graph.find(act, id);
        if (own.isPresent()) {
            return own;
        }
        if (act == Act.DROP && diff.from().find(id).orElse(null) instanceof Index index) {
            return graph.find(act, ObjectId.of(ObjectKind.TABLE, index.table()));
        }
        return id.part().isEmpty() ? own : graph.find(act, whole(act, id));
    }

    /** What a part is of, on the side that an act is about: a table may become a view of the same name. */
    private ObjectId whole(Act act, ObjectId part) {
        boolean before = act == Act.LEAVE || act == Act.DROP;
        Schema first = before ? diff.from() : diff.to();
        Schema second = before ? diff.to() : diff.from();
        return first.whole(part)
                .or(() -> second.whole(part))
                .map(SchemaObject::id)
                .orElseGet(() -> ObjectId.of(ObjectKind.TABLE, part.name()));
    }

    /** Adds all edges. */
    void connect() {
        Set<QualifiedName> touched = touched();
        each(diff.from(), touched, this::dropEdges);
        children();
        inheritedParts();
        keysToPartitions();
        logging();
        each(diff.to(), touched, this::makeEdges);
        acts();
        parts();
        indexes();
        sequences();
        names();
        keysAndNulls();
        bodies();
    }

    /** The names of what is in the plan: most of a large schema is not, and an edge needs a node at both of its ends. */
    private Set<QualifiedName> touched() {
        Set<QualifiedName> touched = new HashSet<>();
        for (Act act : Act.values()) {
            graph.all(act).keySet().forEach(id -> touched.add(id.name()));
        }
        diff.from().all(Index.class).stream()
                .filter(index -> touched.contains(index.table()))
                .map(Index::name)
                .toList()
                .forEach(touched::add);
        return touched;
    }

    private static void each(Schema schema, Set<QualifiedName> touched, BiConsumer<ObjectId, ObjectId> edges) {
        schema.dependencies().forEach((user, needs) -> {
            if (touched.contains(user.name())) {
                needs.stream().filter(need -> touched.contains(need.name())).forEach(need -> edges.accept(user, need));
            }
        });
    }

    /** {@code user} needed {@code need}: it is dropped, or changed away, before that. */
    private void dropEdges(ObjectId user, ObjectId need) {
        if (isPartitionOf(diff.from(), context.attachmentsBefore(), user, need)) {
            return;
        }
        nearest(Act.DROP, need).ifPresent(last -> {
            nearest(Act.DROP, user).ifPresent(first -> graph.edge(first, last));
            graph.find(Act.LEAVE, user).ifPresent(first -> graph.edge(first, last));
            if (isType(user)) {
                graph.edge(graph.find(Act.JOIN, user), Optional.of(last));
            }
            // A default that was let go before is given anew after; a type goes when its columns have another.
            graph.find(Act.CHANGE, user)
                    .filter(_ -> isType(need) || graph.find(Act.LEAVE, user).isEmpty())
                    .ifPresent(first -> graph.edge(first, last));
        });
        if (!diff.to().dependencies().getOrDefault(user, Set.of()).contains(need)) {
            constraints(diff.to(), need).forEach(it -> {
                graph.edge(graph.find(Act.CHANGE, user), graph.find(Act.MAKE, it.id()));
                graph.edge(nearest(Act.DROP, user), graph.find(Act.MAKE, it.id()));
            });
        }
        graph.find(Act.CHANGE, need).ifPresent(change -> {
            if (!diff.to().dependencies().getOrDefault(user, Set.of()).contains(need)) {
                graph.find(Act.CHANGE, user).ifPresent(first -> graph.hope(first, change));
            }
            if (isType(need)) {
                // It stays until the last that uses it is gone.
                nearest(Act.DROP, user).ifPresent(first -> graph.hope(first, change));
            } else {
                nearest(Act.DROP, user).ifPresent(first -> graph.edge(first, change));
            }
            graph.find(Act.LEAVE, user).ifPresent(first -> graph.edge(first, change));
        });
        if (isType(need)) {
            // A type that was replaced is dropped when nothing uses it any more.
            Optional<Node> last = graph.find(Act.JOIN, need);
            graph.edge(graph.find(Act.CHANGE, user), last);
            graph.edge(nearest(Act.DROP, user), last);
            if (isType(user)) {
                graph.edge(graph.find(Act.JOIN, user), last);
            }
        }
    }

    /** The constraints of a domain; none of another object. */
    private static List<Constraint> constraints(Schema schema, ObjectId id) {
        return id.kind() == ObjectKind.DOMAIN && schema.find(id).orElse(null) instanceof DomainType domain
                ? domain.constraints()
                : List.of();
    }

    /** What columns hold on to while it is made anew. */
    static boolean isType(ObjectId id) {
        return switch (id.kind()) {
            case ENUM, DOMAIN, COMPOSITE_TYPE, RANGE_TYPE, COLLATION -> true;
            default -> false;
        };
    }

    /** {@code user} is to need {@code need}, which is made or changed before. */
    private void makeEdges(ObjectId user, ObjectId need) {
        if (isPartitionOf(diff.to(), context.attachmentsAfter(), user, need)) {
            // The partition's comes first: that of the partitioned table finds it and takes it over.
            graph.edge(graph.find(Act.MAKE, user), graph.find(Act.MAKE, need));
            return;
        }
        // What is checked of a domain is checked before there are values that PostgreSQL does not look into.
        if (!diff.from().dependencies().getOrDefault(user, Set.of()).contains(need)) {
            constraints(diff.to(), need).forEach(it -> {
                graph.edge(graph.find(Act.MAKE, it.id()), graph.find(Act.CHANGE, user));
                graph.edge(graph.find(Act.MAKE, it.id()), nearest(Act.MAKE, user));
            });
        }
        for (Act act : List.of(Act.MAKE, Act.CHANGE)) {
            Optional<Node> first = act == Act.MAKE ? nearest(act, need) : graph.find(act, viewOr(need));
            first.ifPresent(node -> {
                nearest(Act.MAKE, user).ifPresent(then -> graph.edge(node, then));
                graph.find(Act.CHANGE, user).ifPresent(then -> graph.edge(node, then));
                graph.find(Act.JOIN, user).ifPresent(then -> graph.edge(node, then));
            });
        }
    }

    /** A view's columns change with the view. */
    private ObjectId viewOr(ObjectId id) {
        return id.kind() != ObjectKind.COLUMN
                ? id
                : diff.to()
                        .whole(id)
                        .filter(View.class::isInstance)
                        .map(SchemaObject::id)
                        .orElse(id);
    }

    /** Whether the one is a partition's index or constraint and the other that of the partitioned table. */
    private static boolean isPartitionOf(Schema schema, Attachments attachments, ObjectId user, ObjectId need) {
        return attachments.parent(user).filter(need::equals).isPresent()
                || (user.kind() == ObjectKind.CONSTRAINT
                        && need.kind() == ObjectKind.CONSTRAINT
                        && isForeignKey(schema, user)
                        && isForeignKey(schema, need));
    }

    private static boolean isForeignKey(Schema schema, ObjectId id) {
        return schema.object(id)
                .filter(it -> it instanceof Constraint constraint && constraint.type() == Constraint.Type.FOREIGN_KEY)
                .isPresent();
    }

    /** The acts of one object, in their order. */
    private void acts() {
        for (Act act : Act.values()) {
            for (Map.Entry<ObjectId, Node> entry : graph.all(act).entrySet()) {
                for (Act later : Act.values()) {
                    if (later.compareTo(act) > 0) {
                        graph.find(later, entry.getKey()).ifPresent(then -> graph.edge(entry.getValue(), then));
                    }
                }
            }
        }
    }

    /** Parts come after their whole and go before it; a whole takes hold of another when its parts are there. */
    private void parts() {
        for (Act act : Act.values()) {
            for (Map.Entry<ObjectId, Node> entry : graph.all(act).entrySet()) {
                ObjectId id = entry.getKey();
                if (id.part().isEmpty()) {
                    continue;
                }
                ObjectId whole = whole(act, id);
                Node node = entry.getValue();
                switch (act) {
                    case DROP -> graph.find(Act.DROP, whole).ifPresent(parent -> graph.edge(node, parent));
                    case MAKE -> graph.find(Act.MAKE, whole).ifPresent(parent -> graph.edge(parent, node));
                    case LEAVE, CHANGE, JOIN -> {
                        // Of a whole that stays.
                    }
                }
                if (act != Act.LEAVE) {
                    graph.find(Act.LEAVE, whole).ifPresent(first -> graph.edge(first, node));
                }
                if (act == Act.DROP || act == Act.MAKE || act == Act.CHANGE) {
                    graph.find(Act.JOIN, whole).ifPresent(last -> graph.edge(node, last));
                }
            }
        }
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
                        Optional<Node> leave = graph.find(Act.LEAVE, ObjectId.of(ObjectKind.TABLE, table));
                        graph.edge(leave, Optional.of(node));
                        graph.edge(leave, graph.find(Act.DROP, parent));
                    } else {
                        graph.edge(graph.find(Act.DROP, parent), Optional.of(node));
                    }
                }));
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
        Map<ObjectId, Set<Node>> attached = new HashMap<>();
        graph.all(Act.JOIN)
                .forEach((id, node) -> context.attachmentsAfter().parent(id).ifPresent(parent -> {
                    graph.edge(graph.find(Act.MAKE, parent), Optional.of(node));
                    attached.computeIfAbsent(parent, _ -> new HashSet<>()).add(node);
                }));
        if (!attached.isEmpty()) {
            // Until all of its partitions' are attached an index is not valid, and no foreign key can rest on it.
            diff.to().dependencies().forEach((user, needs) -> graph.find(Act.MAKE, user)
                    .filter(_ -> isForeignKey(diff.to(), user))
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

    /** A foreign key wants both of its tables logged, or the one that points unlogged. */
    private void logging() {
        diff.from().all(Table.class).forEach(table -> table.constraints()
                .forEach(key -> ends(key).forEach(end -> graph.edge(nearest(Act.DROP, key.id()), logged(end)))));
        diff.to().all(Table.class).forEach(table -> table.constraints().forEach(key -> {
            ends(key).forEach(end -> graph.edge(logged(end), nearest(Act.MAKE, key.id())));
            key.references().ifPresent(to -> {
                Optional<Node> pointing = logged(key.parent());
                Optional<Node> target = logged(to.table());
                graph.edge(table.unlogged() ? pointing : target, table.unlogged() ? target : pointing);
            });
        }));
    }

    private static List<QualifiedName> ends(Constraint key) {
        return key.references().map(to -> List.of(key.parent(), to.table())).orElse(List.of());
    }

    private Optional<Node> logged(QualifiedName table) {
        ObjectId id = ObjectId.of(ObjectKind.TABLE, table);
        return context.changes(id).stream().anyMatch(TableChange.Logged.class::isInstance)
                ? graph.find(Act.CHANGE, id)
                : Optional.empty();
    }

    /** A foreign key to a partitioned table holds each of its partitions, of which the catalog's dependencies say nothing. */
    private void keysToPartitions() {
        for (Table table : diff.from().all(Table.class)) {
            for (Constraint constraint : table.constraints()) {
                constraint
                        .references()
                        .filter(_ -> constraint.inheritedFrom() == 0)
                        .ifPresent(to -> nearest(Act.DROP, constraint.id())
                                .ifPresent(key -> context.partitionsBefore(to.table())
                                        .forEach(partition -> graph.edge(
                                                Optional.of(key),
                                                graph.find(Act.DROP, ObjectId.of(ObjectKind.TABLE, partition))))));
            }
        }
    }

    /** A sequence leaves its column before that goes, and takes hold of another when that is there. */
    private void sequences() {
        diff.from().all(Sequence.class).forEach(sequence -> sequence.ownedBy().ifPresent(column -> {
            Optional<Node> leave = graph.find(Act.LEAVE, sequence.id());
            graph.edge(leave, nearest(Act.DROP, column));
            graph.edge(leave, graph.find(Act.CHANGE, whole(Act.LEAVE, column)));
        }));
        diff.to().all(Sequence.class).forEach(sequence -> sequence.ownedBy()
                .ifPresent(column -> graph.edge(nearest(Act.MAKE, column), graph.find(Act.JOIN, sequence.id()))));
    }

    /** What takes a name comes after what gives it up. */
    private void names() {
        Map<QualifiedName, Node> given = new HashMap<>();
        diff.from().all(Index.class).forEach(index -> graph.find(Act.DROP, ObjectId.of(ObjectKind.TABLE, index.table()))
                .ifPresent(node -> given.put(index.name(), node)));
        graph.all(Act.DROP).forEach((id, node) -> {
            if (id.part().isEmpty() && sharesName(id.kind())) {
                given.put(id.name(), node);
            }
            brought(diff.from(), id).forEach(name -> given.put(name, node));
        });
        renamed.keySet().stream().filter(id -> id.part().isEmpty()).forEach(id -> graph.find(Act.CHANGE, id)
                .ifPresent(node -> given.put(id.name(), node)));
        renamed.forEach((id, to) -> graph.edge(
                to.part().isEmpty() ? Optional.ofNullable(given.get(to.name())) : graph.find(Act.DROP, to),
                graph.find(Act.CHANGE, id)));
        graph.all(Act.LEAVE).forEach((id, node) -> identity(diff.from(), id).ifPresent(name -> given.put(name, node)));
        graph.all(Act.MAKE).forEach((id, node) -> {
            if (id.part().isEmpty() && sharesName(id.kind())) {
                graph.edge(Optional.ofNullable(given.get(id.name())), Optional.of(node));
            }
            brought(diff.to(), id).forEach(name -> graph.edge(Optional.ofNullable(given.get(name)), Optional.of(node)));
        });
        graph.all(Act.JOIN).forEach((id, node) -> identity(diff.to(), id)
                .ifPresent(name -> graph.edge(Optional.ofNullable(given.get(name)), Optional.of(node))));
    }

    /** Names that come and go with a table or constraint: of the indexes behind its keys, of the sequences of its identities. */
    static List<QualifiedName> brought(Schema schema, ObjectId id) {
        if (id.kind() != ObjectKind.TABLE && id.kind() != ObjectKind.CONSTRAINT && id.kind() != ObjectKind.COLUMN) {
            return List.of();
        }
        Optional<SchemaObject> object = schema.object(id);
        List<? extends SchemaObject> parts = object.orElse(null) instanceof Table table
                ? table.parts()
                : object.stream().toList();
        List<QualifiedName> names = new ArrayList<>();
        for (SchemaObject part : parts) {
            if (part instanceof Constraint constraint && constraint.index().isPresent()) {
                names.add(new QualifiedName(id.name().schema(), constraint.name()));
            } else if (part instanceof Column column) {
                column.identity().map(Column.Identity::sequence).ifPresent(names::add);
            }
        }
        return names;
    }

    /** The name of the sequence that an identity column keeps. */
    private static Optional<QualifiedName> identity(Schema schema, ObjectId id) {
        return id.kind() != ObjectKind.COLUMN
                ? Optional.empty()
                : schema.object(id)
                        .map(Column.class::cast)
                        .flatMap(Column::identity)
                        .map(Column.Identity::sequence);
    }

    /** Columns of a primary key refuse NULL before it is there, and until it is gone. */
    private void keysAndNulls() {
        for (Act act : List.of(Act.DROP, Act.MAKE)) {
            Schema schema = act == Act.DROP ? diff.from() : diff.to();
            for (ObjectId id : graph.all(act).keySet()) {
                if (id.kind() != ObjectKind.CONSTRAINT
                        || !(schema.whole(id).orElse(null) instanceof Table table)
                        || !isPrimaryKey(table, id)) {
                    continue;
                }
                Node key = graph.node(act, id);
                for (Constraint other : table.constraints()) {
                    if (other.type() == Constraint.Type.NOT_NULL) {
                        graph.find(act, other.id())
                                .ifPresent(it -> graph.edge(act == Act.DROP ? key : it, act == Act.DROP ? it : key));
                    }
                }
                for (Column column : table.columns()) {
                    graph.find(Act.CHANGE, column.id())
                            .ifPresent(it -> graph.edge(act == Act.DROP ? key : it, act == Act.DROP ? it : key));
                }
            }
        }
    }

    private static boolean isPrimaryKey(Table table, ObjectId id) {
        return table.constraints().stream()
                .anyMatch(it ->
                        it.type() == Constraint.Type.PRIMARY_KEY && it.id().equals(id));
    }

    /** Routines come after what their text names: PostgreSQL looks for it when they are made. */
    private void bodies() {
        Map<String, List<Node>> named = new HashMap<>();
        for (Node node : graph.all(Act.MAKE).values()) {
            ObjectId id = node.id;
            switch (id.kind()) {
                case COLUMN ->
                    named.computeIfAbsent(id.part(), _ -> new ArrayList<>()).add(node);
                case FUNCTION, PROCEDURE -> {
                    if (diff.to().find(id).orElse(null) instanceof Routine routine) {
                        named.computeIfAbsent(routine.name(), _ -> new ArrayList<>())
                                .add(node);
                    }
                }
                default -> {
                    if (isRelation(id.kind())) {
                        named.computeIfAbsent(id.name().name(), _ -> new ArrayList<>())
                                .add(node);
                    }
                }
            }
        }
        for (Act act : List.of(Act.MAKE, Act.CHANGE)) {
            for (Node node : graph.all(act).values()) {
                if (diff.to().find(node.id).orElse(null) instanceof Routine routine) {
                    Names.mentioned(routine.definition()).forEach(name -> named.getOrDefault(name, List.of())
                            .forEach(first -> graph.hope(first, node)));
                }
            }
        }
    }

    /** Whether objects of another kind cannot have the same name; with the same arguments, where it is a routine's. */
    private static boolean sharesName(ObjectKind kind) {
        return isRelation(kind)
                || kind == ObjectKind.FUNCTION
                || kind == ObjectKind.PROCEDURE
                || kind == ObjectKind.AGGREGATE;
    }

    /** Tables, views, sequences, indexes and types share their names. */
    private static boolean isRelation(ObjectKind kind) {
        return switch (kind) {
            case TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE, INDEX, ENUM, DOMAIN, COMPOSITE_TYPE, RANGE_TYPE -> true;
            case SCHEMA,
                    EXTENSION,
                    COLLATION,
                    COLUMN,
                    CONSTRAINT,
                    STATISTICS,
                    FUNCTION,
                    PROCEDURE,
                    AGGREGATE,
                    TRIGGER,
                    RULE,
                    POLICY,
                    EVENT_TRIGGER,
                    PUBLICATION,
                    DEFAULT_PRIVILEGES,
                    OTHER -> false;
        };
    }
}
