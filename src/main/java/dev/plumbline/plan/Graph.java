package dev.plumbline.plan;

import dev.plumbline.model.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a plan does to which object, and what must come before what. */
final class Graph {
    private final Map<Act, Map<ObjectId, Node>> nodes = new TreeMap<>();

    /** What must come after a node. */
    private final Map<Node, Set<Node>> after = new HashMap<>();

    /** What should come after a node: no catalog knows what the text of a routine calls. */
    private final Map<Node, Set<Node>> better = new HashMap<>();

    /** That node, which is made where it is not there. */
    Node node(Act act, ObjectId id) {
        return nodes.computeIfAbsent(act, _ -> new TreeMap<>()).computeIfAbsent(id, _ -> new Node(act, id));
    }

    /** The nodes of one act, by their objects. */
    Map<ObjectId, Node> all(Act act) {
        return nodes.getOrDefault(act, Map.of());
    }

    Optional<Node> find(Act act, ObjectId id) {
        return Optional.ofNullable(all(act).get(id));
    }

    /** What makes types anew, by these: see {@link TypeRebuild}. */
    Map<ObjectId, Node> rebuiltTypes() {
        Map<ObjectId, Node> rebuilt = new TreeMap<>(all(Act.CHANGE));
        rebuilt.keySet()
                .removeIf(id -> !id.kind().isType() || find(Act.JOIN, id).isEmpty());
        return rebuilt;
    }

    /** The one must come before the other. */
    void edge(Node first, Node then) {
        if (first != then) {
            after.computeIfAbsent(first, _ -> new LinkedHashSet<>()).add(then);
        }
    }

    /** The one must come before the other, where both are there. */
    void edge(Optional<Node> first, Optional<Node> then) {
        if (first.isPresent() && then.isPresent()) {
            edge(first.get(), then.get());
        }
    }

    /** The one should come before the other, unless that leads into a circle. */
    void hope(Node first, Node then) {
        if (first != then) {
            better.computeIfAbsent(first, _ -> new LinkedHashSet<>()).add(then);
        }
    }

    /** All nodes in an order that works. */
    List<Node> sorted() {
        List<Node> all = new ArrayList<>();
        nodes.values().forEach(byId -> all.addAll(byId.values()));
        return new Schedule(all, after, better).sorted();
    }
}
