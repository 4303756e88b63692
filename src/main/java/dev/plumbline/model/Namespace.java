package dev.plumbline.model;

import java.util.List;
import java.util.Optional;

/** A schema in PostgreSQL's sense of the word; here {@link Schema} is the whole. */
public record Namespace(
        String schema, Origin origin, Optional<String> comment, String owner, List<Privilege> privileges)
        implements SchemaObject.Whole {
    public Namespace {
        privileges = List.copyOf(privileges);
    }

    @Override
    public ObjectId id() {
        return ObjectId.of(ObjectKind.SCHEMA, new QualifiedName("", schema));
    }
}
