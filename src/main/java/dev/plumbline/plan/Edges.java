package dev.plumbline.plan;

import dev.plumbline.diff.ColumnChange;
import dev.plumbline.diff.EnumChange;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.diff.TableChange;
import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must come before what: what an object needs is there before it is made, and what needs an object is gone before it is dropped.
 * The needs are those of the catalogs of both sides.
 */
final class Edges {
    private final SchemaDiff diff;
    private final Context context;
    private final Graph graph;

    /** What converts a column to a type that is made anew. */
    private final Map<ObjectId, List<Node>> conversions = new HashMap<>();

    Edges(Context context, Graph graph) {
        this.diff = context.diff();
        this.context = context;
        this.graph = graph;
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
        conversions();
        Set<QualifiedName> touched = touched();
        each(diff.from(), touched, this::dropEdges);
        keysToPartitions();
        if (diff.changes().stream().anyMatch(TableChange.Logged.class::isInstance)) {
            logging();
            identitiesAfterLogging();
        }
        each(diff.to(), touched, this::makeEdges);
        acts();
        parts();
        sequences();
        keysAndNulls();
        primaryKeys();
        foreignKeys();
        identities();
    }

    private void conversions() {
        graph.rebuiltTypes().forEach((type, change) -> TypeRebuild.columns(diff.from(), type)
                .forEach(column -> conversions
                        .computeIfAbsent(column.id(), _ -> new ArrayList<>())
                        .add(change)));
    }

    /** What changes an object: by a statement about it, or about the type of its values. */
    private List<Node> changesOf(ObjectId id) {
        return Stream.concat(graph.find(Act.CHANGE, id).stream(), conversions.getOrDefault(id, List.of()).stream())
                .toList();
    }

    /** The names of what is in the plan: most of a large schema is not, and an edge needs a node at both of its ends. */
    private Set<QualifiedName> touched() {
        Set<QualifiedName> touched = new HashSet<>();
        for (Act act : Act.values()) {
            graph.all(act).keySet().forEach(id -> touched.add(id.name()));
        }
        conversions.keySet().forEach(column -> touched.add(column.name()));
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
            if (user.kind().isType()) {
                graph.edge(graph.find(Act.JOIN, user), Optional.of(last));
            }
            // A default that was let go before is given anew after; a type goes when its columns have another.
            graph.find(Act.CHANGE, user)
                    .filter(_ ->
                            need.kind().isType() || graph.find(Act.LEAVE, user).isEmpty())
                    .ifPresent(first -> graph.edge(first, last));
        });
        if (!diff.to().dependencies().getOrDefault(user, Set.of()).contains(need)) {
            checks(need).forEach(check -> {
                graph.edge(graph.find(Act.CHANGE, user), Optional.of(check));
                graph.edge(nearest(Act.DROP, user), Optional.of(check));
            });
        }
        changesOf(need).forEach(change -> {
            if (!diff.to().dependencies().getOrDefault(user, Set.of()).contains(need)) {
                graph.find(Act.CHANGE, user).ifPresent(first -> {
                    if (isRefusedBy(user, need)) {
                        graph.edge(first, change);
                    } else {
                        graph.hope(first, change);
                    }
                });
            }
            if (context.changes(need).stream().anyMatch(EnumChange.Extended.class::isInstance)) {
                // A label more is in nobody's way.
                return;
            }
            nearest(Act.DROP, user).ifPresent(first -> {
                if (need.kind().isType() || need.kind().isRoutine()) {
                    // A type stays until the last that uses it is gone, and a routine is replaced in its place.
                    graph.hope(first, change);
                } else {
                    graph.edge(first, change);
                }
            });
            graph.find(Act.LEAVE, user).ifPresent(first -> graph.edge(first, change));
        });
        if (need.kind().isType()) {
            // A type that was replaced is dropped when nothing uses it any more.
            Optional<Node> last = graph.find(Act.JOIN, need);
            graph.edge(graph.find(Act.CHANGE, user), last);
            graph.edge(nearest(Act.DROP, user), last);
            if (user.kind().isType()) {
                graph.edge(graph.find(Act.JOIN, user), last);
            }
        }
    }

    /** Whether PostgreSQL changes what is needed only when the other uses it no longer. */
    private boolean isRefusedBy(ObjectId user, ObjectId need) {
        return Schedule.isMissed(user)
                && context.changes(need).stream().anyMatch(ColumnChange.Retyped.class::isInstance);
    }

    /** What makes or validates constraints of a domain; none of another object. */
    private List<Node> checks(ObjectId id) {
        if (id.kind() != ObjectKind.DOMAIN || !(diff.to().find(id).orElse(null) instanceof DomainType domain)) {
            return List.of();
        }
        return domain.constraints().stream()
                .flatMap(it -> Stream.of(Act.MAKE, Act.CHANGE).flatMap(act -> graph.find(act, it.id()).stream()))
                .toList();
    }

    /** {@code user} is to need {@code need}, which is made or changed before. */
    private void makeEdges(ObjectId user, ObjectId need) {
        if (isPartitionOf(diff.to(), context.attachmentsAfter(), user, need)) {
            // The partition's comes first: that of the partitioned table finds it and takes it over.
            graph.edge(graph.find(Act.MAKE, user), graph.find(Act.MAKE, need));
            return;
        }
        // What is checked of a domain is checked before there are values that PostgreSQL does not look into.
        boolean own = user.name().equals(need.name());
        if (!own && !diff.from().dependencies().getOrDefault(user, Set.of()).contains(need)) {
            checks(need).forEach(check -> {
                graph.edge(Optional.of(check), graph.find(Act.CHANGE, user));
                graph.edge(Optional.of(check), nearest(Act.MAKE, user));
            });
        }
        for (Act act : List.of(Act.MAKE, Act.CHANGE)) {
            List<Node> first = act == Act.MAKE ? nearest(act, need).stream().toList() : changesOf(viewOr(need));
            first.forEach(node -> {
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

    static boolean isForeignKey(Schema schema, ObjectId id) {
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
                    case PREPARE, LEAVE, CHANGE, JOIN -> {
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

    /** The sequence of an identity is told after its table whether it is logged. */
    private void identitiesAfterLogging() {
        diff.from().all(Table.class).forEach(table -> logged(table.name()).ifPresent(first -> table.columns().stream()
                .filter(column -> column.identity().isPresent())
                .flatMap(column -> graph.find(Act.CHANGE, column.id()).stream())
                .forEach(then -> graph.edge(first, then))));
    }

    private static List<QualifiedName> ends(Constraint key) {
        return key.references().map(to -> List.of(key.parent(), to.table())).orElse(List.of());
    }

    private Optional<Node> logged(QualifiedName table) {
        return context.logs(table).flatMap(change -> graph.find(Act.CHANGE, change.id()));
    }

    /** A foreign key to a partitioned table holds each of its partitions, of which the catalog's dependencies say nothing. */
    private void keysToPartitions() {
        for (Table table : diff.from().all(Table.class)) {
            for (Constraint constraint : table.constraints()) {
                List<QualifiedName> partitions = constraint
                        .references()
                        .filter(_ -> constraint.inheritedFrom() == 0)
                        .map(to -> context.partitionsBefore(to.table()))
                        .orElse(List.of());
                if (!partitions.isEmpty()) {
                    Optional<Node> key = nearest(Act.DROP, constraint.id());
                    partitions.forEach(partition ->
                            graph.edge(key, graph.find(Act.DROP, ObjectId.of(ObjectKind.TABLE, partition))));
                }
            }
        }
    }

    /** A sequence leaves its column before that goes, and takes hold of another when that is there. */
    private void sequences() {
        diff.from().all(Sequence.class).forEach(sequence -> sequence.ownedBy().ifPresent(column -> {
            Optional<Node> leave = graph.find(Act.LEAVE, sequence.id());
            graph.edge(leave, nearest(Act.DROP, column));
            graph.edge(leave, graph.find(Act.CHANGE, whole(Act.LEAVE, column)));
            graph.edge(logged(column.name()), graph.find(Act.CHANGE, sequence.id()));
        }));
        diff.to().all(Sequence.class).forEach(sequence -> sequence.ownedBy().ifPresent(column -> {
            Optional<Node> join = graph.find(Act.JOIN, sequence.id());
            graph.edge(nearest(Act.MAKE, column), join);
            graph.edge(graph.find(Act.CHANGE, whole(Act.JOIN, column)), join);
        }));
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

    /** While a published table has no replica identity, nobody updates it: it gets another before its index goes. */
    private void identities() {
        for (Map.Entry<ObjectId, Node> drop : graph.all(Act.DROP).entrySet()) {
            diff.from()
                    .object(drop.getKey())
                    .filter(Edges::isReplicaIdentity)
                    .map(it -> ObjectId.of(ObjectKind.TABLE, Attachments.table(it)))
                    .filter(table -> diff.to()
                            .find(table)
                            .filter(it -> ((Table) it).replicaIdentity() != Table.ReplicaIdentity.INDEX)
                            .isPresent())
                    .flatMap(table -> graph.find(Act.CHANGE, table))
                    .ifPresent(change -> graph.hope(change, drop.getValue()));
        }
    }

    private static boolean isReplicaIdentity(SchemaObject object) {
        return switch (object) {
            case Index it -> it.settings().replicaIdentity();
            case Constraint it ->
                it.index().filter(Constraint.IndexSettings::replicaIdentity).isPresent();
            default -> false;
        };
    }

    /** A table has no two primary keys. */
    private void primaryKeys() {
        for (ObjectId id : graph.all(Act.MAKE).keySet()) {
            if (id.kind() == ObjectKind.CONSTRAINT
                    && diff.to().whole(id).orElse(null) instanceof Table table
                    && isPrimaryKey(table, id)) {
                context.tableBefore(table.name()).stream()
                        .flatMap(before -> before.constraints().stream())
                        .filter(it -> it.type() == Constraint.Type.PRIMARY_KEY)
                        .forEach(it -> graph.edge(nearest(Act.DROP, it.id()), graph.find(Act.MAKE, id)));
            }
        }
    }

    /** Columns, as SQL, that a foreign key can point to. */
    private record Target(QualifiedName table, Set<String> columns) {
        private static Target of(QualifiedName table, List<String> columns) {
            return new Target(table, columns.stream().map(Names::quote).collect(Collectors.toUnmodifiableSet()));
        }

        /** What a constraint or index lets others point to. */
        private static Optional<Target> of(SchemaObject object) {
            return switch (object) {
                case Constraint it
                when it.type() == Constraint.Type.PRIMARY_KEY || it.type() == Constraint.Type.UNIQUE ->
                    Optional.of(of(it.parent(), it.columns()));
                case Index it when it.unique() -> Optional.of(new Target(it.table(), Set.copyOf(it.keys())));
                default -> Optional.empty();
            };
        }
    }

    /** A foreign key takes hold of whichever key of its columns it finds: one that is to go must be gone by then. */
    private void foreignKeys() {
        Map<Target, List<Node>> going = new HashMap<>();
        graph.all(Act.DROP)
                .forEach(
                        (id, node) -> diff.from().object(id).flatMap(Target::of).ifPresent(it -> going.computeIfAbsent(
                                        it, _ -> new ArrayList<>())
                                .add(node)));
        graph.all(Act.MAKE).forEach((id, node) -> diff.to()
                .object(id)
                .filter(Constraint.class::isInstance)
                .flatMap(it -> ((Constraint) it).references())
                .ifPresent(to -> going.getOrDefault(Target.of(to.table(), to.columns()), List.of())
                        .forEach(gone -> graph.edge(gone, node))));
    }

    private static boolean isPrimaryKey(Table table, ObjectId id) {
        return table.constraints().stream()
                .anyMatch(it ->
                        it.type() == Constraint.Type.PRIMARY_KEY && it.id().equals(id));
    }
}
