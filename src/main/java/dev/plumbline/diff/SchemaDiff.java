package dev.plumbline.diff;

import dev.plumbline.model.Schema;
import java.util.List;

/**
 * What leads from one schema to another.
 *
 * @param changes in the order of the objects' ids: the order to run them in is a plan's affair
 */
public record SchemaDiff(Schema from, Schema to, List<Change> changes) {
    public SchemaDiff {
        changes = List.copyOf(changes);
    }

    /** Compares two schemas. */
    public static SchemaDiff of(Schema from, Schema to) {
        return new SchemaDiff(from, to, new Differ(from, to).changes());
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** What may be the same under another name: dropped and made, its rows are lost; renamed, they stay. Only the user knows. */
    public List<Question> questions() {
        return Renames.questions(changes);
    }

    /** The way back. */
    public SchemaDiff reversed() {
        return of(to, from);
    }
}
