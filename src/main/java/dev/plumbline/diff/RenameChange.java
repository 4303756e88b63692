package dev.plumbline.diff;

import dev.plumbline.model.SchemaObject;

/** Objects that stay what they are under another name. */
public sealed interface RenameChange extends Change {
    /**
     * A new name, for an object or part. Indexes and constraints that differ in nothing else are renamed unasked, for they hold no
     * rows that could be taken for others'; all else only where the user has said so.
     */
    record Renamed(SchemaObject from, SchemaObject to) implements RenameChange, Alters {
        @Override
        public String verb() {
            return "rename";
        }

        @Override
        public String detail() {
            boolean part = !to.id().part().isEmpty();
            return "to " + (part ? to.id().part() : to.id().name().toString());
        }
    }
}
