package dev.plumbline.plan;

import dev.plumbline.model.ObjectId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the plan does to one object at one time. */
final class Node {
    static final Comparator<Node> ORDER = Comparator.comparing((Node node) -> node.late)
            .thenComparing(node -> node.act)
            // What is dropped goes from the outside in.
            .thenComparing(node -> node.id, (a, b) -> a.compareTo(b));

    final Act act;
    final ObjectId id;
    final List<Step> steps = new ArrayList<>();

    /** Whether it waits until all else is done, unless others wait for it: what is lost goes last. */
    boolean late;

    /** Whether the object goes for a moment only, so that what leads to its return comes next. */
    boolean brief;

    Node(Act act, ObjectId id) {
        this.act = act;
        this.id = id;
    }

    @Override
    public String toString() {
        return act + " " + id;
    }
}
