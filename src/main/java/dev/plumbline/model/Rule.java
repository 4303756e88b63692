package dev.plumbline.model;

import java.util.Optional;

/**
 * A rewrite rule.
 *
 * @param definition as {@code pg_get_ruledef} writes it
 */
public record Rule(
        QualifiedName relation, String name, Origin origin, Optional<String> comment, String definition, Firing firing)
        implements SchemaObject.Part {
    @Override
    public ObjectId id() {
        return new ObjectId(ObjectKind.RULE, relation, name);
    }
}
