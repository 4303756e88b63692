package dev.plumbline.diff;

import dev.plumbline.model.Sequence;
import java.util.ArrayList;
import java.util.List;

/** Changes of a sequence. */
public sealed interface SequenceChange extends Change {
    /** A sequence that was not there. */
    record Created(Sequence to) implements SequenceChange, Creates {}

    /** A sequence that goes, and with it where it stood. */
    record Dropped(Sequence from) implements SequenceChange, Drops {
        @Override
        public boolean destructive() {
            return true;
        }
    }

    /** It counts otherwise. */
    record Counted(Sequence from, Sequence to) implements SequenceChange, Alters {
        @Override
        public String detail() {
            return from.options() + " → " + to.options();
        }
    }

    /** Another column, or none, takes it along when it is dropped. */
    record Owned(Sequence from, Sequence to) implements SequenceChange, Alters {
        @Override
        public String verb() {
            return "change owner column of";
        }
    }

    /** It is written to the log, or no longer. */
    record Logged(Sequence from, Sequence to) implements SequenceChange, Alters {
        @Override
        public String verb() {
            return "change logging of";
        }
    }

    /** What leads from one to the other. */
    static List<Change> between(Sequence from, Sequence to) {
        List<Change> changes = new ArrayList<>();
        if (from.unlogged() != to.unlogged()) {
            changes.add(new Logged(from, to));
        }
        if (!from.options().equals(to.options())) {
            changes.add(new Counted(from, to));
        }
        if (!from.ownedBy().equals(to.ownedBy())) {
            changes.add(new Owned(from, to));
        }
        return changes;
    }
}
