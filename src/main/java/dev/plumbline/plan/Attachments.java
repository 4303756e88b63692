package dev.plumbline.plan;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which indexes of partitions are attached to which partitioned indexes; either may be a constraint's. */
final class Attachments {
    private final Schema schema;

    /** By the index's name. */
    private final Map<QualifiedName, Constraint> constraints = new HashMap<>();

    /** By a partitioned index, the tables whose indexes are attached to it. */
    private final Map<QualifiedName, Set<QualifiedName>> covered = new HashMap<>();

    /** By a table, those of its indexes and constraints that are attached. */
    private final Map<QualifiedName, List<SchemaObject>> parts = new HashMap<>();

    /** The indexes that constraints of partitions are attached to. */
    private final Set<QualifiedName> constrained = new HashSet<>();

    Attachments(Schema schema) {
        this.schema = schema;
        schema.all(Table.class).stream()
                .flatMap(table -> table.constraints().stream())
                .filter(constraint -> constraint.index().isPresent())
                .forEach(constraint -> constraints.put(
                        new QualifiedName(constraint.parent().schema(), constraint.name()), constraint));
        constraints.values().forEach(this::cover);
        constraints.values().forEach(it -> it.partitionOf().ifPresent(constrained::add));
        schema.all(Index.class).forEach(this::cover);
    }

    private void cover(SchemaObject part) {
        parent(part).ifPresent(index -> {
            covered.computeIfAbsent(index, _ -> new HashSet<>()).add(table(part));
            parts.computeIfAbsent(table(part), _ -> new ArrayList<>()).add(part);
        });
    }

    /** Whether one of the partitions has nothing that is attached to the index, or to the one behind the constraint. */
    boolean lacks(ObjectId id, List<QualifiedName> partitions) {
        QualifiedName index =
                id.part().isEmpty() ? id.name() : new QualifiedName(id.name().schema(), id.part());
        return !covered.getOrDefault(index, Set.of()).containsAll(partitions);
    }

    /** What an index or constraint is attached to. */
    Optional<ObjectId> parent(ObjectId id) {
        return schema.object(id).flatMap(Attachments::parent).map(this::id);
    }

    /** The indexes or constraints that those of a table are attached to. */
    List<ObjectId> parentsOf(QualifiedName table) {
        return partsOf(table).stream()
                .flatMap(part -> parent(part).stream())
                .map(this::id)
                .toList();
    }

    /** Those of a table's indexes and constraints that are attached to others. */
    List<SchemaObject> partsOf(QualifiedName table) {
        return parts.getOrDefault(table, List.of());
    }

    static Optional<QualifiedName> parent(SchemaObject object) {
        return switch (object) {
            case Index index -> index.partitionOf();
            case Constraint constraint -> constraint.partitionOf();
            default -> Optional.empty();
        };
    }

    private ObjectId id(QualifiedName index) {
        Constraint constraint = constraints.get(index);
        return constraint == null ? ObjectId.of(ObjectKind.INDEX, index) : constraint.id();
    }

    /** The table of an index or constraint. */
    static QualifiedName table(SchemaObject object) {
        return object instanceof Index index ? index.table() : object.id().name();
    }

    /** Whether constraints of partitions rest on indexes that are attached to an index. */
    boolean hasConstraintsUnder(Index index) {
        return constrained.contains(index.name());
    }
}
