package dev.plumbline.model;

import java.util.List;
import java.util.Optional;

/**
 * A function, procedure or aggregate.
 *
 * @param schema     where it is
 * @param name       without arguments
 * @param signature  the types of the input arguments, which alone tell it apart, as {@code oidvectortypes} writes them, such as
 *                   {@code integer, text[]}; with it {@code DROP} and {@code COMMENT ON} name the routine
 * @param type       {@code FUNCTION}, {@code PROCEDURE} or {@code AGGREGATE}
 * @param arguments  with names, modes and defaults
 * @param result     what a function returns; empty for a procedure
 * @param language   such as {@code plpgsql}; {@code internal} for an aggregate
 * @param definition the whole statement that makes it
 */
public record Routine(
        String schema,
        String name,
        String signature,
        ObjectKind type,
        Origin origin,
        Optional<String> comment,
        String owner,
        List<Privilege> privileges,
        String arguments,
        Optional<String> result,
        String language,
        String definition)
        implements SchemaObject.Whole {
    public Routine {
        privileges = List.copyOf(privileges);
    }

    @Override
    public ObjectId id() {
        return ObjectId.of(type, new QualifiedName(schema, name + "(" + signature + ")"));
    }
}
