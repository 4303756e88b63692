package dev.plumbline.model;

import java.util.List;
import java.util.Optional;

/**
 * An index that no constraint owns.
 *
 * @param table       the table or materialized view
 * @param definition  as {@code pg_get_indexdef} writes it
 * @param method      such as {@code btree}
 * @param keys        each column or expression with its collation, operator class and order, as the definition has them
 * @param included    columns of {@code INCLUDE}
 * @param predicate   of a partial index
 * @param valid       false where a concurrent build failed, or for a partitioned index that lacks a partition's
 * @param partitionOf the partitioned index it is attached to
 * @param settings    what the definition does not show
 * @param statistics  targets of expression columns, such as {@code 1=500}
 */
public record Index(
        QualifiedName name,
        QualifiedName table,
        Origin origin,
        Optional<String> comment,
        String definition,
        String method,
        boolean unique,
        boolean nullsNotDistinct,
        List<String> keys,
        List<String> included,
        Optional<String> predicate,
        boolean valid,
        Optional<QualifiedName> partitionOf,
        Constraint.IndexSettings settings,
        List<String> statistics)
        implements SchemaObject.Whole {
    public Index {
        keys = List.copyOf(keys);
        included = List.copyOf(included);
        statistics = List.copyOf(statistics);
    }

    /** The same index without targets of its statistics. */
    public Index withoutStatistics() {
        return with(name, List.of());
    }

    /** The same under another name; its definition still says the old one. */
    public Index renamed(QualifiedName other) {
        return with(other, statistics);
    }

    private Index with(QualifiedName otherName, List<String> otherStatistics) {
        return new Index(
                otherName,
                table,
                origin,
                comment,
                definition,
                method,
                unique,
                nullsNotDistinct,
                keys,
                included,
                predicate,
                valid,
                partitionOf,
                settings,
                otherStatistics);
    }

    @Override
    public ObjectId id() {
        return ObjectId.of(ObjectKind.INDEX, name);
    }
}
