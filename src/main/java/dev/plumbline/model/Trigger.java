package dev.plumbline.model;

import java.util.Optional;

/**
 * A trigger of a table or view; not one that a partition has from its parent.
 *
 * @param definition as {@code pg_get_triggerdef} writes it
 * @param firing     when it fires
 */
public record Trigger(
        QualifiedName relation, String name, Origin origin, Optional<String> comment, String definition, Firing firing)
        implements SchemaObject.Part {
    @Override
    public ObjectId id() {
        return new ObjectId(ObjectKind.TRIGGER, relation, name);
    }
}
