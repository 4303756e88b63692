package dev.plumbline.diff;

import dev.plumbline.model.OtherObject;

/**
 * An object of a kind of which nothing is compared but whether it is there, and which is on one side only. No statement is planned
 * for it.
 */
public sealed interface OtherChange extends Change {
    /** The object. */
    OtherObject object();

    /** It is only where the change leads. */
    record Appeared(OtherObject to) implements OtherChange, Creates {
        @Override
        public String verb() {
            return "create by hand";
        }

        @Override
        public OtherObject object() {
            return to;
        }
    }

    /** It is only where the change comes from. */
    record Vanished(OtherObject from) implements OtherChange, Drops {
        @Override
        public String verb() {
            return "drop by hand";
        }

        @Override
        public OtherObject object() {
            return from;
        }
    }
}
