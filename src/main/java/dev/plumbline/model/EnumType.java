package dev.plumbline.model;

import java.util.List;
import java.util.Optional;

/**
 * An enum type.
 *
 * @param labels in their sort order
 */
public record EnumType(
        QualifiedName name,
        Origin origin,
        Optional<String> comment,
        String owner,
        List<Privilege> privileges,
        List<String> labels)
        implements SchemaObject.Whole {
    public EnumType {
        privileges = List.copyOf(privileges);
        labels = List.copyOf(labels);
    }

    @Override
    public ObjectId id() {
        return ObjectId.of(ObjectKind.ENUM, name);
    }
}
