package dev.plumbline.model;

import java.util.List;
import java.util.Optional;

/** A composite type made by {@code CREATE TYPE … AS}. */
public record CompositeType(
        QualifiedName name,
        Origin origin,
        Optional<String> comment,
        String owner,
        List<Privilege> privileges,
        List<Attribute> attributes)
        implements SchemaObject.Whole {
    /**
     * A field.
     *
     * @param type      as {@code format_type} writes it
     * @param collation where it is not the type's own; quoted and qualified
     */
    public record Attribute(String name, String type, Optional<String> collation, Optional<String> comment) {}

    public CompositeType {
        privileges = List.copyOf(privileges);
        attributes = List.copyOf(attributes);
    }

    @Override
    public ObjectId id() {
        return ObjectId.of(ObjectKind.COMPOSITE_TYPE, name);
    }
}
