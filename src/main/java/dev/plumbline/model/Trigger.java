package dev.plumbline.model;

import java.util.Optional;

/**
 * A trigger of a table or view. One that a partition has from its parent is listed only where it fires otherwise than the
 * parent's.
 *
 * @param definition as {@code pg_get_triggerdef} writes it
 * @param firing     when it fires
 * @param inherited  whether a partition has it from its parent
 */
public record Trigger(
        QualifiedName relation,
        String name,
        Origin origin,
        Optional<String> comment,
        String definition,
        Firing firing,
        boolean inherited)
        implements SchemaObject.Part {
    @Override
    public ObjectId id() {
        return new ObjectId(ObjectKind.TRIGGER, relation, name);
    }
}
