package dev.plumbline.diff;

import dev.plumbline.model.OtherObject;

/** An object of a kind that is not compared, on one side only. */
public sealed interface OtherChange extends Change {
    /** It is only where the change leads. */
    record Appeared(OtherObject to) implements OtherChange, Creates {
        @Override
        public String verb() {
            return "not compared: appears";
        }
    }

    /** It is only where the change comes from. */
    record Vanished(OtherObject from) implements OtherChange, Drops {
        @Override
        public String verb() {
            return "not compared: vanishes";
        }
    }
}
