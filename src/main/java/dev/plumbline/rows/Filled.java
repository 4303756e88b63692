package dev.plumbline.rows;

import dev.plumbline.model.QualifiedName;
import java.util.List;

/**
 * A table that was filled.
 *
 * @param rows   how many it got
 * @param wanted how many the database has that it is made like
 * @param gaps   what could not be made, and why
 */
public record Filled(QualifiedName table, long rows, long wanted, List<String> gaps) {
    public Filled {
        gaps = List.copyOf(gaps);
    }
}
