package dev.plumbline.model;

import java.util.Optional;

/**
 * An extension. The objects it brings are its own, and in no schema model.
 *
 * @param schema the schema of its objects
 */
public record Extension(String name, Origin origin, Optional<String> comment, String schema, String version)
        implements SchemaObject.Whole {
    @Override
    public ObjectId id() {
        return ObjectId.of(ObjectKind.EXTENSION, new QualifiedName("", name));
    }
}
