package dev.plumbline.model;

import java.util.Optional;

/**
 * A collation that the project made.
 *
 * @param provider      {@code icu}, {@code libc} or {@code builtin}
 * @param locale        as in {@code LOCALE = …}; two parts separated by a slash where collate and ctype differ
 * @param rules         ICU tailoring rules
 */
public record Collation(
        QualifiedName name,
        Origin origin,
        Optional<String> comment,
        String owner,
        String provider,
        String locale,
        boolean deterministic,
        Optional<String> rules)
        implements SchemaObject.Whole {
    @Override
    public ObjectId id() {
        return ObjectId.of(ObjectKind.COLLATION, name);
    }
}
