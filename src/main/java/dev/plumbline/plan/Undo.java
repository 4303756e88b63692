package dev.plumbline.plan;

import java.util.List;
import java.util.Optional;

/**
 * What takes a step back, together with those of the same object.
 *
 * @param sql  the statements, in order
 * @param lost what does not come back
 */
public record Undo(List<String> sql, Optional<String> lost) {
    public Undo {
        sql = List.copyOf(sql);
    }
}
