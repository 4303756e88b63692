package dev.plumbline.diff;

import dev.plumbline.model.SchemaObject;
import java.util.List;

/**
 * Whether what goes is the same as something of the same shape that comes, under another name: only the user knows.
 *
 * @param from       what goes
 * @param candidates what comes, the nearest name first; at least one, at most {@link #MOST}
 * @param others     how many more come in that shape
 */
public record Question(SchemaObject from, List<SchemaObject> candidates, int others) {
    /** How many candidates are named. */
    public static final int MOST = 5;

    public Question {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty() || candidates.size() > MOST) {
            throw new IllegalArgumentException(candidates.size() + " candidates for " + from.id());
        }
    }
}
