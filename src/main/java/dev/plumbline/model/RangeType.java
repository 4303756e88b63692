package dev.plumbline.model;

import java.util.List;
import java.util.Optional;

/**
 * A range type and its multirange.
 *
 * @param subtype        as {@code format_type} writes it
 * @param operatorClass  where it is not the subtype's default; quoted and qualified
 * @param collation      where it is not the subtype's own; quoted and qualified
 * @param canonical      function, quoted and qualified
 * @param subtypeDiff    function, quoted and qualified
 * @param multirangeName the type of its multiranges (from PostgreSQL 14 on), which may be in another schema
 */
public record RangeType(
        QualifiedName name,
        Origin origin,
        Optional<String> comment,
        String owner,
        List<Privilege> privileges,
        String subtype,
        Optional<String> operatorClass,
        Optional<String> collation,
        Optional<String> canonical,
        Optional<String> subtypeDiff,
        Optional<QualifiedName> multirangeName)
        implements SchemaObject.Whole {
    public RangeType {
        privileges = List.copyOf(privileges);
    }

    @Override
    public ObjectId id() {
        return ObjectId.of(ObjectKind.RANGE_TYPE, name);
    }
}
