package dev.plumbline.model;

import java.util.List;
import java.util.Optional;

/**
 * A domain.
 *
 * @param baseType     as {@code format_type} writes it
 * @param collation    where it is not the base type's own; quoted and qualified
 * @param defaultValue an expression
 * @param constraints  checks, and from PostgreSQL 17 on the not-null constraint by its name
 */
public record DomainType(
        QualifiedName name,
        Origin origin,
        Optional<String> comment,
        String owner,
        List<Privilege> privileges,
        String baseType,
        Optional<String> collation,
        boolean notNull,
        Optional<String> defaultValue,
        List<Constraint> constraints)
        implements SchemaObject.Whole {
    public DomainType {
        privileges = List.copyOf(privileges);
        constraints = List.copyOf(constraints);
    }

    @Override
    public List<SchemaObject.Part> parts() {
        return List.copyOf(constraints);
    }

    @Override
    public ObjectId id() {
        return ObjectId.of(ObjectKind.DOMAIN, name);
    }
}
