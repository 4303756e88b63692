package dev.plumbline.model;

import java.util.Optional;

/**
 * Extended statistics.
 *
 * @param definition as {@code pg_get_statisticsobjdef} writes it
 * @param target     where it was set
 */
public record Statistics(
        QualifiedName name,
        QualifiedName table,
        Origin origin,
        Optional<String> comment,
        String owner,
        String definition,
        Optional<Integer> target)
        implements SchemaObject.Whole {
    @Override
    public ObjectId id() {
        return ObjectId.of(ObjectKind.STATISTICS, name);
    }
}
