package dev.plumbline.model;

import java.util.List;
import java.util.Optional;

/**
 * Rights that objects of a role get when they are made.
 *
 * @param role    whose objects
 * @param schema  in which schema; empty for all
 * @param objects {@code TABLES}, {@code SEQUENCES}, {@code FUNCTIONS}, {@code TYPES}, {@code SCHEMAS} or {@code LARGE OBJECTS}
 */
public record DefaultPrivileges(String role, String schema, String objects, Origin origin, List<Privilege> privileges)
        implements SchemaObject.Whole {
    public DefaultPrivileges {
        privileges = List.copyOf(privileges);
    }

    @Override
    public ObjectId id() {
        return new ObjectId(ObjectKind.DEFAULT_PRIVILEGES, new QualifiedName(schema, objects), role);
    }

    @Override
    public Optional<String> comment() {
        return Optional.empty();
    }
}
