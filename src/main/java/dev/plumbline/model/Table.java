package dev.plumbline.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A table, partitioned or not, or a partition.
 *
 * @param unlogged        whether it is not written to the log
 * @param columns         in the order the table has them
 * @param partitionKey    of a partitioned table, as {@code pg_get_partkeydef} writes it
 * @param partition       of a partition, what it is one of
 * @param inherits        parents, in their order; not that of a partition
 * @param ofType          the type of a typed table
 * @param rowSecurity     whether policies hold, and for the owner, too
 * @param replicaIdentity what logical replication tells rows apart by, where no index does
 * @param storage         storage parameters, sorted, those of its TOAST table as {@code toast.…}
 * @param accessMethod    such as {@code heap}; empty for a partitioned table without one
 * @param tablespace      where it is not the database's
 */
public record Table(
        QualifiedName name,
        Origin origin,
        Optional<String> comment,
        String owner,
        List<Privilege> privileges,
        boolean unlogged,
        List<Column> columns,
        List<Constraint> constraints,
        List<Trigger> triggers,
        List<Rule> rules,
        List<Policy> policies,
        Optional<String> partitionKey,
        Optional<Partition> partition,
        List<QualifiedName> inherits,
        Optional<String> ofType,
        RowSecurity rowSecurity,
        ReplicaIdentity replicaIdentity,
        List<String> storage,
        Optional<String> accessMethod,
        Optional<String> tablespace)
        implements Relation {
    /**
     * A place in a partitioned table.
     *
     * @param bound     as {@code pg_get_expr} writes it: {@code FOR VALUES …} or {@code DEFAULT}
     * @param detaching whether a {@code DETACH CONCURRENTLY} broke off half way and waits for its {@code FINALIZE}
     * @param check     the bound as a condition on a row, as {@code pg_get_partition_constraintdef} writes it; empty where every row
     *     fits. It follows from the bounds of this and the other partitions, and is no difference of its own
     */
    public record Partition(QualifiedName parent, String bound, boolean detaching, Optional<String> check) {
        /** Whether it is the same place. */
        public boolean isAt(Partition other) {
            return parent.equals(other.parent) && bound.equals(other.bound) && detaching == other.detaching;
        }
    }

    /** Whether policies hold. */
    public enum RowSecurity {
        OFF,
        ENABLED,
        /** For the owner, too. */
        FORCED,
        /** For the owner, too, once it is enabled. */
        FORCED_WHILE_OFF
    }

    /** What logical replication tells rows apart by. */
    public enum ReplicaIdentity {
        /** The primary key. */
        DEFAULT,
        FULL,
        NOTHING,
        /** The index whose settings say so. */
        INDEX
    }

    public Table {
        privileges = List.copyOf(privileges);
        columns = List.copyOf(columns);
        constraints = List.copyOf(constraints);
        triggers = List.copyOf(triggers);
        rules = List.copyOf(rules);
        policies = List.copyOf(policies);
        inherits = List.copyOf(inherits);
        storage = List.copyOf(storage);
    }

    @Override
    public List<SchemaObject.Part> parts() {
        List<SchemaObject.Part> parts = new ArrayList<>();
        parts.addAll(columns);
        parts.addAll(constraints);
        parts.addAll(triggers);
        parts.addAll(rules);
        parts.addAll(policies);
        return Collections.unmodifiableList(parts);
    }

    @Override
    public ObjectId id() {
        return ObjectId.of(ObjectKind.TABLE, name);
    }
}
