package dev.plumbline.plan;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts the nodes of a graph in order. What goes only for a while, such as a view that makes room for a column's new type, goes when
 * all that does not wait for it is done, and from then on comes what leads to its return: others miss it as shortly as can be.
 */
final class Schedule {
    private final Collection<Node> nodes;
    private final Map<Node, Set<Node>> after;
    private final Map<Node, Set<Node>> better;

    private final Map<Node, Integer> waitingFor = new HashMap<>();
    private final Map<Node, Integer> hopingFor = new HashMap<>();
    private final Map<Node, List<Node>> before = new HashMap<>();
    private final Map<ObjectId, List<Node>> byObject = new HashMap<>();

    /** By a relation, what is made that is or hangs on it. */
    private final Map<QualifiedName, List<Node>> byConcern = new HashMap<>();

    /** Where an object goes that comes back later. */
    private final Set<Node> away = new HashSet<>();

    private final Comparator<Node> others;

    private final Set<Node> left;

    /** What leads to the return of what is away. */
    private final Set<Node> leadingBack = new HashSet<>();

    private final PriorityQueue<Node> readyToLeadBack = new PriorityQueue<>(Node.ORDER);
    private final PriorityQueue<Node> ready;

    /**
     * An order to find.
     *
     * @param after  what must come after a node
     * @param better what should come after a node, unless that leads into a circle
     */
    Schedule(Collection<Node> nodes, Map<Node, Set<Node>> after, Map<Node, Set<Node>> better) {
        this.nodes = nodes;
        this.after = after;
        this.better = better;
        this.left = new HashSet<>(nodes);
        count(after, waitingFor);
        count(better, hopingFor);
        nodes.forEach(node -> byObject.computeIfAbsent(called(node.id), _ -> new ArrayList<>())
                .add(node));
        nodes.stream().filter(Schedule::isReturn).forEach(node -> byConcern
                .computeIfAbsent(Drafts.concern(node.steps.getFirst().cause()), _ -> new ArrayList<>())
                .add(node));
        nodes.stream().filter(this::isAway).forEach(away::add);
        this.others = Comparator.comparing((Node node) -> node.late)
                .thenComparing(away::contains)
                .thenComparing(Node.ORDER);
        this.ready = new PriorityQueue<>(others);
    }

    private void count(Map<Node, Set<Node>> edges, Map<Node, Integer> open) {
        edges.forEach((first, all) -> all.forEach(then -> {
            open.merge(then, 1, Integer::sum);
            before.computeIfAbsent(then, _ -> new ArrayList<>()).add(first);
        }));
    }

    /** Whether the object goes here, or is made ready to, and comes back later. */
    private boolean isAway(Node node) {
        if (node.act == Act.PREPARE) {
            return true;
        }
        boolean goes = node.act == Act.LEAVE || node.act == Act.DROP;
        return goes
                && !node.steps.isEmpty()
                && (isMissed(node.id) || node.brief)
                && returns(node).findAny().isPresent();
    }

    /** Whether others fail while it is away. Keys, indexes and partitions take long to come back, and go first as all that goes. */
    static boolean isMissed(ObjectId id) {
        return switch (id.kind()) {
            case VIEW, MATERIALIZED_VIEW, FUNCTION, PROCEDURE, AGGREGATE, TRIGGER, RULE, POLICY, PUBLICATION -> true;
            default -> false;
        };
    }

    private Stream<Node> returns(Node node) {
        return byObject.getOrDefault(called(node.id), List.of()).stream().filter(Schedule::isReturn);
    }

    /** What others call: a routine with other arguments takes the place of one, mostly. */
    static ObjectId called(ObjectId id) {
        return id.kind().isRoutine() ? ObjectId.of(ObjectKind.FUNCTION, id.called()) : id;
    }

    /** With what hangs on the object: its indexes and triggers. */
    private Stream<Node> allReturns(Node node) {
        return node.id.part().isEmpty()
                ? Stream.concat(returns(node), byConcern.getOrDefault(node.id.name(), List.of()).stream())
                : returns(node);
    }

    private static boolean isReturn(Node node) {
        return (node.act == Act.MAKE || node.act == Act.JOIN) && !node.steps.isEmpty();
    }

    /** All nodes in an order that works. */
    List<Node> sorted() {
        nodes.stream().filter(this::isReady).forEach(ready::add);
        List<Node> sorted = new ArrayList<>();
        while (!left.isEmpty()) {
            Node next = next();
            if (!left.remove(next)) {
                continue;
            }
            sorted.add(next);
            if (next.brief) {
                bringBackSoon(next);
            } else if (away.contains(next)
                    || (next.act == Act.CHANGE && next.id.kind().isType())) {
                // The type that another replaces goes soon, too.
                allReturns(next).forEach(this::bringBack);
            }
            done(next, after, waitingFor);
            done(next, better, hopingFor);
        }
        return sorted;
    }

    /** A partition that is made ready leaves next, and is back next, with those that join in the place that it has left. */
    private void bringBackSoon(Node node) {
        byObject.getOrDefault(called(node.id), List.of()).stream()
                .filter(other -> node.act == Act.PREPARE ? other.act == Act.LEAVE : isReturn(other))
                .forEach(this::bringBack);
        if (node.act == Act.LEAVE) {
            after.getOrDefault(node, Set.of()).stream()
                    .filter(other -> other.act == Act.JOIN && other.id.kind() == ObjectKind.TABLE)
                    .forEach(this::bringBack);
        }
    }

    private Node next() {
        Node next = readyToLeadBack.poll();
        if (next == null) {
            next = ready.poll();
        }
        return next == null ? outOfCircle() : next;
    }

    private void done(Node node, Map<Node, Set<Node>> edges, Map<Node, Integer> open) {
        for (Node then : edges.getOrDefault(node, Set.of())) {
            open.merge(then, -1, Integer::sum);
            if (isReady(then)) {
                ready(then);
            }
        }
    }

    private void ready(Node node) {
        (leadingBack.contains(node) ? readyToLeadBack : ready).add(node);
    }

    /** Has the way to a node come first. */
    private void bringBack(Node goal) {
        Deque<Node> way = new ArrayDeque<>(List.of(goal));
        while (!way.isEmpty()) {
            Node node = way.poll();
            if (left.contains(node) && leadingBack.add(node)) {
                if (isReady(node)) {
                    readyToLeadBack.add(node);
                }
                way.addAll(before.getOrDefault(node, List.of()));
            }
        }
    }

    private boolean isReady(Node node) {
        return waiting(node) == 0 && hopingFor.getOrDefault(node, 0) == 0;
    }

    private int waiting(Node node) {
        return waitingFor.getOrDefault(node, 0);
    }

    /** The node that waits for the fewest: for none but what should be there, where there is such a one. */
    private Node outOfCircle() {
        return left.stream()
                .min(Comparator.comparingInt(this::waiting).thenComparing(others))
                .orElseThrow();
    }
}
