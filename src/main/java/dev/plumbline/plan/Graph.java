package dev.plumbline.plan;

import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Schema;
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
    private final Map<Node, Set<Node>> after = new HashMap<>();
    private final Map<Node, Integer> waitingFor = new HashMap<>();

    Graph(SchemaDiff diff) {
        this.diff = diff;
    }

    Node node(Act act, ObjectId id) {
        return nodes.computeIfAbsent(act, _ -> new TreeMap<>()).computeIfAbsent(id, _ -> new Node(act, id));
    }

    private Optional<Node> find(Act act, ObjectId id) {
        return Optional.ofNullable(nodes.getOrDefault(act, Map.of()).get(id));
    }

    /** The node of the object, or of the one it is a part of: a new table brings its columns. */
    private Optional<Node> nearest(Act act, ObjectId id) {
        Optional<Node> own = find(act, id);
        return own.isPresent() || id.part().isEmpty() ? own : find(act, whole(id));
    }

    private ObjectId whole(ObjectId part) {
        for (ObjectKind kind :
                List.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.DOMAIN)) {
            ObjectId id = ObjectId.of(kind, part.name());
            if (diff.from().objects().containsKey(id) || diff.to().objects().containsKey(id)) {
                return id;
            }
        }
        return ObjectId.of(ObjectKind.TABLE, part.name());
    }

    private void edge(Node first, Node then) {
        if (first != then
                && after.computeIfAbsent(first, _ -> new LinkedHashSet<>()).add(then)) {
            waitingFor.merge(then, 1, Integer::sum);
        }
    }

    /** All nodes in an order that works. */
    List<Node> sorted() {
        connect();
        PriorityQueue<Node> ready = new PriorityQueue<>(Node.ORDER);
        List<Node> all = new ArrayList<>();
        nodes.values().forEach(byId -> all.addAll(byId.values()));
        Set<Node> left = new HashSet<>(all);
        all.stream().filter(node -> waitingFor.getOrDefault(node, 0) == 0).forEach(ready::add);
        List<Node> sorted = new ArrayList<>();
        while (!left.isEmpty()) {
            Node next = ready.poll();
            if (next == null) {
                // A circle: the node that waits for the fewest goes first.
                next = left.stream()
                        .min(java.util.Comparator.comparing((Node node) -> waitingFor.getOrDefault(node, 0))
                                .thenComparing(Node.ORDER))
                        .orElseThrow();
            }
            if (!left.remove(next)) {
                continue;
            }
            sorted.add(next);
            for (Node then : after.getOrDefault(next, Set.of())) {
                if (waitingFor.merge(then, -1, Integer::sum) == 0) {
                    ready.add(then);
                }
            }
        }
        return sorted;
    }

    private void connect() {
        diff.from().dependencies().forEach((user, needs) -> needs.forEach(need -> dropEdges(user, need)));
        diff.to().dependencies().forEach((user, needs) -> needs.forEach(need -> makeEdges(user, need)));
        parts(diff.from(), true);
        parts(diff.to(), false);
        names();
    }

    /** {@code user} needed {@code need}: it is dropped, or changed away, before that. */
    private void dropEdges(ObjectId user, ObjectId need) {
        if (isPartitionOf(user, need)) {
            return;
        }
        Optional<Node> drop = nearest(Act.DROP, need);
        drop.ifPresent(last -> {
            nearest(Act.DROP, user).ifPresent(first -> edge(first, last));
            find(Act.CHANGE, user).ifPresent(first -> edge(first, last));
        });
        find(Act.CHANGE, need).ifPresent(change -> nearest(Act.DROP, user).ifPresent(first -> edge(first, change)));
    }

    /** {@code user} is to need {@code need}, which is made or changed before. */
    private void makeEdges(ObjectId user, ObjectId need) {
        if (isPartitionOf(user, need)) {
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

    /** A partition's index is there before that of the partitioned table, which finds it; the catalog has it the other way. */
    private static boolean isPartitionOf(ObjectId user, ObjectId need) {
        boolean index = user.kind() == ObjectKind.INDEX && need.kind() == ObjectKind.INDEX;
        boolean constraint = user.kind() == ObjectKind.CONSTRAINT
                && need.kind() == ObjectKind.CONSTRAINT
                && !user.name().equals(need.name());
        boolean owned = user.kind() == ObjectKind.SEQUENCE && need.kind() == ObjectKind.COLUMN;
        return index || constraint || owned;
    }

    /** Parts come after their whole and go before it; a whole that joins another does so when its parts are there. */
    private void parts(Schema schema, boolean drops) {
        Act act = drops ? Act.DROP : Act.MAKE;
        for (Map.Entry<ObjectId, Node> entry : nodes.getOrDefault(act, Map.of()).entrySet()) {
            ObjectId id = entry.getKey();
            if (!id.part().isEmpty()) {
                find(act, whole(id)).ifPresent(parent -> {
                    if (drops) {
                        edge(entry.getValue(), parent);
                    } else {
                        edge(parent, entry.getValue());
                    }
                });
                find(Act.JOIN, whole(id)).filter(_ -> !drops).ifPresent(join -> edge(entry.getValue(), join));
            }
        }
        schema.all(dev.plumbline.model.Index.class).forEach(index -> {
            ObjectId table = ObjectId.of(ObjectKind.TABLE, index.table());
            if (!drops) {
                find(Act.MAKE, index.id())
                        .ifPresent(node -> find(Act.JOIN, table).ifPresent(join -> edge(node, join)));
                index.partitionOf().ifPresent(parent -> find(Act.MAKE, index.id())
                        .ifPresent(node -> find(Act.MAKE, ObjectId.of(ObjectKind.INDEX, parent))
                                .ifPresent(then -> edge(node, then))));
            }
        });
    }

    /** What takes a name comes after what gives it up. */
    private void names() {
        Map<QualifiedName, Node> given = new HashMap<>();
        nodes.getOrDefault(Act.DROP, Map.of()).forEach((id, node) -> {
            find(Act.MAKE, id).ifPresent(make -> edge(node, make));
            find(Act.CHANGE, id).ifPresent(change -> edge(change, node));
            if (id.part().isEmpty() && isRelation(id.kind())) {
                given.put(id.name(), node);
            }
        });
        nodes.getOrDefault(Act.MAKE, Map.of()).forEach((id, node) -> {
            if (id.part().isEmpty() && isRelation(id.kind()) && given.containsKey(id.name())) {
                edge(given.get(id.name()), node);
            }
            find(Act.JOIN, id).ifPresent(join -> edge(node, join));
        });
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
