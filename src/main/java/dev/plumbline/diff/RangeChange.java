package dev.plumbline.diff;

import dev.plumbline.model.RangeType;
import java.util.ArrayList;
import java.util.List;

/** Changes of a range type. */
public sealed interface RangeChange extends Change {
    /** A range type that was not there. */
    record Created(RangeType to) implements RangeChange, Creates {}

    /** A range type that goes. */
    record Dropped(RangeType from) implements RangeChange, Drops {}

    /** Another definition, which only a new type can have. */
    record Rebuilt(RangeType from, RangeType to) implements RangeChange, Rebuilds {}

    /** What leads from one to the other. */
    static List<Change> between(RangeType from, RangeType to) {
        List<Change> changes = new ArrayList<>();
        if (!from.subtype().equals(to.subtype())
                || !from.operatorClass().equals(to.operatorClass())
                || !from.collation().equals(to.collation())
                || !from.canonical().equals(to.canonical())
                || !from.subtypeDiff().equals(to.subtypeDiff())
                || !from.multirangeName().equals(to.multirangeName())) {
            changes.add(new Rebuilt(from, to));
        }
        return changes;
    }
}
