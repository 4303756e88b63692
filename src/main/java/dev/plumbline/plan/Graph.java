package dev.plumbline.plan;

import dev.plumbline.model.ObjectId;
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

/** What a plan does to which object, and what must come before what. */
final class Graph {
    private final Map<Act, Map<ObjectId, Node>> nodes = new TreeMap<>();

    /** What must come after a node. */
    private final Map<Node, Set<Node>> after = new HashMap<>();

    /** What should come after a node: no catalog knows what the text of a routine calls. */
    private final Map<Node, Set<Node>> better = new HashMap<>();

    private final Map<Node, Integer> waitingFor = new HashMap<>();
    private final Map<Node, Integer> hopingFor = new HashMap<>();

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

    /** The one must come before the other. */
    void edge(Node first, Node then) {
        if (first != then
                && after.computeIfAbsent(first, _ -> new LinkedHashSet<>()).add(then)) {
            waitingFor.merge(then, 1, Integer::sum);
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
        if (first != then
                && better.computeIfAbsent(first, _ -> new LinkedHashSet<>()).add(then)) {
            hopingFor.merge(then, 1, Integer::sum);
        }
    }

    /** All nodes in an order that works. */
    List<Node> sorted() {
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
}
