package dev.plumbline.model;

import java.util.Optional;

/**
 * An object of a kind that is not compared, so that nobody takes silence for equality.
 *
 * @param type in PostgreSQL's words, such as {@code operator class}
 * @param name as {@code pg_identify_object} writes it
 */
public record OtherObject(String type, String name, Origin origin) implements SchemaObject.Whole {
    @Override
    public ObjectId id() {
        return new ObjectId(ObjectKind.OTHER, new QualifiedName("", name), type);
    }

    @Override
    public Optional<String> comment() {
        return Optional.empty();
    }
}
