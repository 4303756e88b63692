package dev.plumbline.model;

import java.util.Optional;

/**
 * An extension. The objects it brings are its own, and in no schema model.
 *
 * @param schema the schema of its objects
 * @param relocatable whether its objects can be moved to another schema
 * @param usual  whether the version is the one that its server installs unless told otherwise
 */
public record Extension(
        String name,
        Origin origin,
        Optional<String> comment,
        String schema,
        String version,
        boolean relocatable,
        boolean usual)
        implements SchemaObject.Whole {
    @Override
    public ObjectId id() {
        return ObjectId.of(ObjectKind.EXTENSION, new QualifiedName("", name));
    }
}
