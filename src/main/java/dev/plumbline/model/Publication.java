package dev.plumbline.model;

import java.util.List;
import java.util.Optional;

/**
 * A publication for logical replication.
 *
 * @param operations such as {@code insert}, in PostgreSQL's order
 * @param viaRoot    whether a partition's changes are shown as its root's
 * @param generated  {@code none} or {@code stored}: whether generated columns are shown (from PostgreSQL 18 on)
 */
public record Publication(
        String name,
        Origin origin,
        Optional<String> comment,
        String owner,
        boolean allTables,
        List<String> operations,
        boolean viaRoot,
        String generated,
        List<Member> tables,
        List<String> schemas)
        implements SchemaObject.Whole {
    /**
     * A table of a publication.
     *
     * @param columns those that are shown; none for all
     * @param filter  the condition of {@code WHERE}
     */
    public record Member(QualifiedName table, List<String> columns, Optional<String> filter) {
        public Member {
            columns = List.copyOf(columns);
        }
    }

    public Publication {
        operations = List.copyOf(operations);
        tables = List.copyOf(tables);
        schemas = List.copyOf(schemas);
    }

    @Override
    public ObjectId id() {
        return ObjectId.of(ObjectKind.PUBLICATION, new QualifiedName("", name));
    }
}
