package dev.plumbline.model;

import java.util.List;
import java.util.Optional;

/**
 * A sequence; not one that an identity column keeps for itself.
 *
 * @param ownedBy the column it is dropped with
 */
public record Sequence(
        QualifiedName name,
        Origin origin,
        Optional<String> comment,
        String owner,
        List<Privilege> privileges,
        boolean unlogged,
        SequenceOptions options,
        Optional<ObjectId> ownedBy)
        implements SchemaObject.Whole {
    public Sequence {
        privileges = List.copyOf(privileges);
    }

    @Override
    public ObjectId id() {
        return ObjectId.of(ObjectKind.SEQUENCE, name);
    }
}
