package dev.plumbline.rows;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.QualifiedName;
import java.util.List;

/**
 * A foreign key, with a temporary table that numbers the keys it can point to from 0 on.
 *
 * @param columns    that are set by it
 * @param shared     those of the key that an earlier one sets: it points within the same values
 * @param to         the table that it points to
 * @param targets    the columns of that table, in the order of the key's columns
 * @param numbered   the name of the temporary table
 * @param count      how many there are
 */
record Pointer(
        Constraint key,
        List<String> columns,
        List<String> shared,
        QualifiedName to,
        List<String> targets,
        String numbered,
        long count) {
    Pointer {
        columns = List.copyOf(columns);
        shared = List.copyOf(shared);
        targets = List.copyOf(targets);
    }

    /** The column of the other table that one of its own points to. */
    String target(String column) {
        return targets.get(key.columns().indexOf(column));
    }
}
