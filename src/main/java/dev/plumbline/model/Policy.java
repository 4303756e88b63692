package dev.plumbline.model;

import java.util.List;
import java.util.Optional;

/**
 * A policy of row-level security.
 *
 * @param command {@code ALL}, {@code SELECT}, {@code INSERT}, {@code UPDATE} or {@code DELETE}
 * @param roles   whom it is for, sorted; {@code PUBLIC} for everybody
 * @param using   expression over rows that are there
 * @param check   expression over rows that are written
 */
public record Policy(
        QualifiedName table,
        String name,
        Origin origin,
        Optional<String> comment,
        boolean permissive,
        String command,
        List<String> roles,
        Optional<String> using,
        Optional<String> check)
        implements SchemaObject.Part {
    public Policy {
        roles = List.copyOf(roles);
    }

    @Override
    public ObjectId id() {
        return new ObjectId(ObjectKind.POLICY, table, name);
    }
}
