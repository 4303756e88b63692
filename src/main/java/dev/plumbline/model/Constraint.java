package dev.plumbline.model;

import java.util.List;
import java.util.Optional;

/**
 * A constraint of a table or domain.
 *
 * @param parent        the table or domain
 * @param definition    as {@code pg_get_constraintdef} writes it, with {@code NOT VALID}, {@code DEFERRABLE}, {@code NO INHERIT} and the like
 * @param columns       of a table, in the constraint's order; none for an expression over no column
 * @param references    of a foreign key, the table it points to
 * @param enforced      false for {@code NOT ENFORCED} (from PostgreSQL 18 on), which is never validated either
 * @param validated     false while {@code NOT VALID}
 * @param local         whether the table declares it itself
 * @param inheritedFrom how many parents have it
 * @param partitionOf   the partitioned index that the index behind it is attached to
 * @param index         settings of the index behind it that its definition does not show
 * @param indexComment  the comment on that index, beside the one on the constraint
 */
public record Constraint(
        QualifiedName parent,
        String name,
        Origin origin,
        Optional<String> comment,
        Type type,
        String definition,
        List<String> columns,
        Optional<Reference> references,
        boolean enforced,
        boolean validated,
        boolean local,
        int inheritedFrom,
        Optional<QualifiedName> partitionOf,
        Optional<IndexSettings> index,
        Optional<String> indexComment)
        implements SchemaObject.Part {
    /** What a constraint demands. */
    public enum Type {
        PRIMARY_KEY,
        UNIQUE,
        EXCLUDE,
        FOREIGN_KEY,
        CHECK,
        NOT_NULL
    }

    /** What a foreign key points to. */
    public record Reference(QualifiedName table, List<String> columns) {
        public Reference {
            columns = List.copyOf(columns);
        }
    }

    /**
     * Settings of an index.
     *
     * @param clustered       the one that {@code CLUSTER} without a name follows
     * @param replicaIdentity the one that logical replication tells rows apart by
     * @param tablespace      where it is not the database's
     * @param storage         storage parameters, sorted
     */
    public record IndexSettings(
            boolean clustered, boolean replicaIdentity, Optional<String> tablespace, List<String> storage) {
        public IndexSettings {
            storage = List.copyOf(storage);
        }
    }

    public Constraint {
        columns = List.copyOf(columns);
    }

    @Override
    public ObjectId id() {
        return new ObjectId(ObjectKind.CONSTRAINT, parent, name);
    }

    /** Of a check {@code CHECK (condition) NO INHERIT}, what is in the parentheses, with these. */
    public String condition() {
        return definition.substring(definition.indexOf('('), definition.lastIndexOf(')') + 1);
    }

    /** Whether it can be checked at the end of a transaction: then nothing else may rely on it. */
    public boolean deferrable() {
        return definition.endsWith(" DEFERRABLE") || definition.endsWith(" DEFERRABLE INITIALLY DEFERRED");
    }

    /** The same under another name. */
    public Constraint renamed(String other) {
        return new Constraint(
                parent,
                other,
                origin,
                comment,
                type,
                definition,
                columns,
                references,
                enforced,
                validated,
                local,
                inheritedFrom,
                partitionOf,
                index,
                indexComment);
    }
}
