package dev.plumbline.plan;

import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Routine;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Sequence;
import dev.plumbline.model.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * The order of a plan: what an object needs is there before it is made, and what needs an object is gone before it is dropped. The
 * needs are those of the catalogs of both sides.
 */
final class Graph {
    private final SchemaDiff diff;
    private final Map<Act, Map<ObjectId, Node>> nodes = new TreeMap<>();

    private final Map<ObjectId, ObjectId> renamed = new HashMap<>();

    /** What must come after a node. */
    private final Map<Node, Set<Node>> after = new HashMap<>();

    /** What should come after a node: no catalog knows what the text of a routine calls. */
    private final Map<Node, Set<Node>> better = new HashMap<>();

    private final Map<Node, Integer> waitingFor = new HashMap<>();
    private final Map<Node, Integer> hopingFor = new HashMap<>();

    Graph(SchemaDiff diff) {
        this.diff = diff;
    }

    Node node(Act act, ObjectId id) {
        return nodes.computeIfAbsent(act, _ -> new TreeMap<>()).computeIfAbsent(id, _ -> new Node(act, id));
    }

    /** An object gives up its name and takes another. */
    void renamed(ObjectId from, ObjectId to) {
        renamed.put(from, to);
    }

    boolean isDropped(ObjectId id) {
        return find(Act.DROP, id).isPresent();
    }

    private Map<ObjectId, Node> all(Act act) {
        return nodes.getOrDefault(act, Map.of());
    }

    private Optional<Node> find(Act act, ObjectId id) {
        return Optional.ofNullable(all(act).get(id));
    }

    /** The node of the object, or of the one it is a part of: a new table brings its columns. */
    private Optional<Node> nearest(Act act, ObjectId id) {
        Optional<Node> own = find(act, id);
        return own.isPresent() || id.part().isEmpty() ? own : find(act, whole(act, id));
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

    private void edge(Node first, Node then) {
        if (first != then
                && after.computeIfAbsent(first, _ -> new LinkedHashSet<>()).add(then)) {
            waitingFor.merge(then, 1, Integer::sum);
        }
    }

    private void edge(Optional<Node> first, Optional<Node> then) {
        if (first.isPresent() && then.isPresent()) {
            edge(first.get(), then.get());
        }
    }

    private void hope(Node first, Node then) {
        if (first != then
                && better.computeIfAbsent(first, _ -> new LinkedHashSet<>()).add(then)) {
            hopingFor.merge(then, 1, Integer::sum);
        }
    }

    /** All nodes in an order that works. */
    List<Node> sorted() {
        connect();
        List<Node> all = new ArrayList<>();
        nodes.values().forEach(byId -> all.addAll(byId.values()));
        Set<Node> left = new HashSet<>(all);
        PriorityQueue<Node> ready = new PriorityQueue<>(Node.ORDER);
        all.stream().filter(this::isReady).forEach(ready::add);
        List<Node> sorted = new ArrayList<>();
        while (!left.isEmpty()) {
            Node next = ready.poll();
            if (next == null) {
                next = outOfCircle(left);
            }
            if (!left.remove(next)) {
                continue;
            }
            sorted.add(next);
            for (Node then : after.getOrDefault(next, Set.of())) {
                waitingFor.merge(then, -1, Integer::sum);
                if (isReady(then)) {
                    ready.add(then);
                }
            }
            for (Node then : better.getOrDefault(next, Set.of())) {
                hopingFor.merge(then, -1, Integer::sum);
                if (isReady(then)) {
                    ready.add(then);
                }
            }
        }
        return sorted;
    }

    private boolean isReady(Node node) {
        return waiting(node) == 0 && hopingFor.getOrDefault(node, 0) == 0;
    }

    private int waiting(Node node) {
        return waitingFor.getOrDefault(node, 0);
    }

    /** The node that waits for the fewest: for none but what should be there, where there is such a one. */
    private Node outOfCircle(Set<Node> left) {
        return left.stream()
                .min((a, b) ->
                        waiting(a) == waiting(b) ? Node.ORDER.compare(a, b) : Integer.compare(waiting(a), waiting(b)))
                .orElseThrow();
    }

    private void connect() {
        diff.from().dependencies().forEach((user, needs) -> needs.forEach(need -> dropEdges(user, need)));
        constraints();
        diff.to().dependencies().forEach((user, needs) -> needs.forEach(need -> makeEdges(user, need)));
        acts();
        parts();
        indexes();
        sequences();
        names();
        keysAndNulls();
        bodies();
    }

    /** {@code user} needed {@code need}: it is dropped, or changed away, before that. */
    private void dropEdges(ObjectId user, ObjectId need) {
        if (isPartitionOf(diff.from(), user, need)) {
            return;
        }
        nearest(Act.DROP, need).ifPresent(last -> {
            nearest(Act.DROP, user).ifPresent(first -> edge(first, last));
            find(Act.LEAVE, user).ifPresent(first -> edge(first, last));
            // A default that was let go before is given anew after; a type goes when its columns have another.
            find(Act.CHANGE, user)
                    .filter(_ -> isType(need) || find(Act.LEAVE, user).isEmpty())
                    .ifPresent(first -> edge(first, last));
        });
        find(Act.CHANGE, need).ifPresent(change -> {
            nearest(Act.DROP, user).ifPresent(first -> edge(first, change));
            find(Act.LEAVE, user).ifPresent(first -> edge(first, change));
        });
        if (isType(need)) {
            // A type that was replaced is dropped when nothing uses it any more.
            Optional<Node> last = find(Act.JOIN, need);
            edge(find(Act.CHANGE, user), last);
            edge(nearest(Act.DROP, user), last);
            if (isType(user)) {
                edge(find(Act.JOIN, user), last);
            }
        }
    }

    static boolean isType(ObjectId id) {
        return id.kind() == ObjectKind.ENUM || id.kind() == ObjectKind.DOMAIN || id.kind() == ObjectKind.RANGE_TYPE;
    }

    /** {@code user} is to need {@code need}, which is made or changed before. */
    private void makeEdges(ObjectId user, ObjectId need) {
        if (isPartitionOf(diff.to(), user, need)) {
            // The partition's comes first: that of the partitioned table finds it and takes it over.
            edge(find(Act.MAKE, user), find(Act.MAKE, need));
            return;
        }
        for (Act act : List.of(Act.MAKE, Act.CHANGE)) {
            Optional<Node> first = act == Act.MAKE ? nearest(act, need) : find(act, need);
            first.ifPresent(node -> {
                nearest(Act.MAKE, user).ifPresent(then -> edge(node, then));
                find(Act.CHANGE, user).ifPresent(then -> edge(node, then));
                find(Act.JOIN, user).ifPresent(then -> edge(node, then));
            });
        }
    }

    /** Whether the one is a partition's index or constraint and the other that of the partitioned table. */
    private static boolean isPartitionOf(Schema schema, ObjectId user, ObjectId need) {
        if (user.kind() != need.kind()) {
            return false;
        }
        return user.kind() == ObjectKind.INDEX
                || (user.kind() == ObjectKind.CONSTRAINT && isForeignKey(schema, user) == isForeignKey(schema, need));
    }

    private static boolean isForeignKey(Schema schema, ObjectId id) {
        return schema.object(id)
                .filter(it -> it instanceof Constraint constraint && constraint.type() == Constraint.Type.FOREIGN_KEY)
                .isPresent();
    }

    /** The acts of one object, in their order. */
    private void acts() {
        for (Act act : Act.values()) {
            for (Map.Entry<ObjectId, Node> entry : all(act).entrySet()) {
                for (Act later : Act.values()) {
                    if (later.compareTo(act) > 0) {
                        find(later, entry.getKey()).ifPresent(then -> edge(entry.getValue(), then));
                    }
                }
            }
        }
    }

    /** Parts come after their whole and go before it; a whole takes hold of another when its parts are there. */
    private void parts() {
        for (Act act : Act.values()) {
            for (Map.Entry<ObjectId, Node> entry : all(act).entrySet()) {
                ObjectId id = entry.getKey();
                if (id.part().isEmpty()) {
                    continue;
                }
                ObjectId whole = whole(act, id);
                Node node = entry.getValue();
                switch (act) {
                    case DROP -> find(Act.DROP, whole).ifPresent(parent -> edge(node, parent));
                    case MAKE -> find(Act.MAKE, whole).ifPresent(parent -> edge(parent, node));
                    case LEAVE, CHANGE, JOIN -> {
                        // Of a whole that stays.
                    }
                }
                if (act != Act.LEAVE) {
                    find(Act.LEAVE, whole).ifPresent(first -> edge(first, node));
                }
                if (act == Act.MAKE || act == Act.CHANGE) {
                    find(Act.JOIN, whole).ifPresent(last -> edge(node, last));
                }
            }
        }
    }

    /** A partition keeps its constraints when it leaves before the partitioned table's go. */
    private void constraints() {
        for (ObjectId id : all(Act.LEAVE).keySet()) {
            if (diff.from().find(id).orElse(null) instanceof Table table) {
                table.partition()
                        .flatMap(partition -> diff.from().find(ObjectId.of(ObjectKind.TABLE, partition.parent())))
                        .ifPresent(parent ->
                                parent.parts().forEach(part -> edge(find(Act.LEAVE, id), find(Act.DROP, part.id()))));
            }
        }
    }

    /** A table becomes a partition when its indexes are there, and keeps them when it leaves before the partitioned ones go. */
    private void indexes() {
        for (ObjectId id : all(Act.DROP).keySet()) {
            if (id.kind() == ObjectKind.INDEX && diff.from().find(id).orElse(null) instanceof Index index) {
                index.partitionOf().ifPresent(parent -> {
                    Optional<Node> leave = find(Act.LEAVE, ObjectId.of(ObjectKind.TABLE, index.table()));
                    edge(leave, find(Act.DROP, id));
                    edge(leave, find(Act.DROP, ObjectId.of(ObjectKind.INDEX, parent)));
                });
            }
        }
        for (ObjectId id : all(Act.MAKE).keySet()) {
            if (id.kind() == ObjectKind.INDEX && diff.to().find(id).orElse(null) instanceof Index index) {
                edge(find(Act.MAKE, id), find(Act.JOIN, ObjectId.of(ObjectKind.TABLE, index.table())));
                index.partitionOf()
                        .ifPresent(parent ->
                                edge(find(Act.MAKE, id), find(Act.MAKE, ObjectId.of(ObjectKind.INDEX, parent))));
            }
        }
    }

    /** A sequence leaves its column before that goes, and takes hold of another when that is there. */
    private void sequences() {
        diff.from().all(Sequence.class).forEach(sequence -> sequence.ownedBy()
                .ifPresent(column -> edge(find(Act.LEAVE, sequence.id()), nearest(Act.DROP, column))));
        diff.to().all(Sequence.class).forEach(sequence -> sequence.ownedBy()
                .ifPresent(column -> edge(nearest(Act.MAKE, column), find(Act.JOIN, sequence.id()))));
    }

    /** What takes a name comes after what gives it up. */
    private void names() {
        Map<QualifiedName, Node> given = new HashMap<>();
        diff.from().all(Index.class).forEach(index -> find(Act.DROP, ObjectId.of(ObjectKind.TABLE, index.table()))
                .ifPresent(node -> given.put(index.name(), node)));
        all(Act.DROP).forEach((id, node) -> {
            if (id.part().isEmpty() && sharesName(id.kind())) {
                given.put(id.name(), node);
            }
            brought(diff.from(), id).forEach(name -> given.put(name, node));
        });
        renamed.keySet().stream().filter(id -> id.part().isEmpty()).forEach(id -> find(Act.CHANGE, id)
                .ifPresent(node -> given.put(id.name(), node)));
        renamed.forEach((id, to) -> edge(
                to.part().isEmpty() ? Optional.ofNullable(given.get(to.name())) : find(Act.DROP, to),
                find(Act.CHANGE, id)));
        all(Act.LEAVE).forEach((id, node) -> identity(diff.from(), id).ifPresent(name -> given.put(name, node)));
        all(Act.MAKE).forEach((id, node) -> {
            if (id.part().isEmpty() && sharesName(id.kind())) {
                edge(Optional.ofNullable(given.get(id.name())), Optional.of(node));
            }
            brought(diff.to(), id).forEach(name -> edge(Optional.ofNullable(given.get(name)), Optional.of(node)));
        });
        all(Act.JOIN).forEach((id, node) -> identity(diff.to(), id)
                .ifPresent(name -> edge(Optional.ofNullable(given.get(name)), Optional.of(node))));
    }

    /** Names that come and go with a table or constraint: of the indexes behind its keys, of the sequences of its identities. */
    private static List<QualifiedName> brought(Schema schema, ObjectId id) {
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
            for (ObjectId id : all(act).keySet()) {
                if (id.kind() != ObjectKind.CONSTRAINT
                        || !(schema.whole(id).orElse(null) instanceof Table table)
                        || !isPrimaryKey(table, id)) {
                    continue;
                }
                Node key = node(act, id);
                for (Constraint other : table.constraints()) {
                    if (other.type() == Constraint.Type.NOT_NULL) {
                        find(act, other.id())
                                .ifPresent(it -> edge(act == Act.DROP ? key : it, act == Act.DROP ? it : key));
                    }
                }
                for (Column column : table.columns()) {
                    find(Act.CHANGE, column.id())
                            .ifPresent(it -> edge(act == Act.DROP ? key : it, act == Act.DROP ? it : key));
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
        for (Node node : all(Act.MAKE).values()) {
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
            for (Node node : all(act).values()) {
                if (diff.to().find(node.id).orElse(null) instanceof Routine routine) {
                    Names.mentioned(routine.definition())
                            .forEach(name -> named.getOrDefault(name, List.of()).forEach(first -> hope(first, node)));
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
