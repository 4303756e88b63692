package dev.plumbline.diff;

import dev.plumbline.model.Extension;
import java.util.ArrayList;
import java.util.List;

/** Changes of an extension. */
public sealed interface ExtensionChange extends Change {
    /** An extension that was not there. */
    record Created(Extension to) implements ExtensionChange, Creates {}

    /** An extension that goes, and its objects with it. */
    record Dropped(Extension from) implements ExtensionChange, Drops {
        @Override
        public boolean destructive() {
            return true;
        }
    }

    /** Another version. */
    record Updated(Extension from, Extension to) implements ExtensionChange, Alters {
        @Override
        public String verb() {
            return "update";
        }

        @Override
        public String detail() {
            return from.version() + " → " + to.version();
        }
    }

    /** Another schema. */
    record Moved(Extension from, Extension to) implements ExtensionChange, Alters {
        @Override
        public String verb() {
            return "move";
        }

        @Override
        public String detail() {
            return from.schema() + " → " + to.schema();
        }
    }

    /** Another schema, to which its objects cannot be moved. */
    record Rebuilt(Extension from, Extension to) implements ExtensionChange, Rebuilds {
        @Override
        public boolean destructive() {
            return true;
        }
    }

    /** What leads from one to the other. */
    static List<Change> between(Extension from, Extension to) {
        List<Change> changes = new ArrayList<>();
        if (!from.schema().equals(to.schema()) && !from.relocatable()) {
            return List.of(new Rebuilt(from, to));
        }
        if (!from.schema().equals(to.schema())) {
            changes.add(new Moved(from, to));
        }
        // Each server has its own usual version.
        if (!from.version().equals(to.version()) && !(from.usual() && to.usual())) {
            changes.add(new Updated(from, to));
        }
        return changes;
    }
}
