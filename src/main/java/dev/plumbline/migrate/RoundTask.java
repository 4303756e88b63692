package dev.plumbline.migrate;

import java.util.Optional;

/** A {@link Round} and its scripts. */
record RoundTask(Round round, ScriptTask up, Optional<ScriptTask> down) {
    /** From its first statement on, whatever {@link #up} goes on from. */
    ScriptTask upAgain() {
        return new ScriptTask(up.migration(), up.direction(), up.text(), Optional.empty());
    }
}
