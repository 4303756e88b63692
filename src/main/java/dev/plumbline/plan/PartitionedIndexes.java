package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.ConstraintChange;
import dev.plumbline.diff.IndexChange;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.diff.TableChange;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Indexes and keys of partitioned tables and of their partitions that must be made anew, or attached again, since a table that
 * becomes a partition gives its own to the partitioned table's, and since what is attached cannot go alone.
 */
final class PartitionedIndexes {
    private final SchemaDiff diff;
    private final Context context;
    private final Rebuilds rebuilds;

    /** Those of the schema that is to be; constraints where they rest on one. */
    private final List<SchemaObject> indexes;

    private final Map<QualifiedName, List<Index>> ofTable;

    PartitionedIndexes(Context context, Rebuilds rebuilds) {
        this.diff = context.diff();
        this.context = context;
        this.rebuilds = rebuilds;
        this.indexes = Stream.<SchemaObject>concat(
                        diff.to().all(Index.class).stream(),
                        diff.to().all(Table.class).stream()
                                .flatMap(table -> table.constraints().stream())
                                .filter(constraint -> constraint.index().isPresent()))
                .toList();
        this.ofTable = diff.to().all(Index.class).stream().collect(Collectors.groupingBy(Index::table));
    }

    /** What is attached to a partitioned index cannot go without that. */
    void leave(SchemaObject part) {
        QualifiedName table = Attachments.table(part);
        if (!rebuilds.isGone(part.id()) || rebuilds.isGone(table) || context.leaves(table)) {
            return;
        }
        context.attachmentsBefore().parent(part.id()).ifPresent(this::rebuild);
    }

    /** What must not be there while tables become partitions, or cannot become valid by a statement, is made anew. */
    void join() {
        diff.changes().forEach(this::doubled);
        indexes.stream()
                .filter(index -> context.isPartitioned(Attachments.table(index)))
                .forEach(this::incomplete);
    }

    /** Of two indexes that say the same, the partitioned table's would take over either: only the one that is meant may be there. */
    private void doubled(Change change) {
        if (!(change instanceof TableChange.Partitioned it)
                || !context.joins(it.to().name())) {
            return;
        }
        List<Index> all = ofTable.getOrDefault(it.to().name(), List.of());
        for (Index index : all) {
            if (index.partitionOf().isEmpty()
                    && all.stream().anyMatch(other -> other.partitionOf().isPresent() && isLike(index, other))) {
                rebuild(index.id());
            }
        }
    }

    private static boolean isLike(Index one, Index other) {
        return one.method().equals(other.method())
                && one.unique() == other.unique()
                && one.keys().equals(other.keys())
                && one.predicate().equals(other.predicate());
    }

    /** A partitioned index or key that is not for every partition must not be there when one joins; and becomes valid by no statement. */
    private void incomplete(SchemaObject index) {
        QualifiedName table = Attachments.table(index);
        boolean joined = context.partitionsAfter(table).stream().anyMatch(context::joins);
        boolean wrong = joined && context.isIncomplete(index.id());
        boolean repaired = context.changes(index.id()).stream().anyMatch(IndexChange.Repaired.class::isInstance)
                && diff.changes().stream().noneMatch(change -> attaches(change, index.id()));
        if ((wrong || repaired) && !rebuilds.isMadeAgain(table)) {
            rebuild(context.before(index.id()));
        }
    }

    /** Whether a statement attaches an index to it, rather than its table's becoming a partition. */
    private boolean attaches(Change change, ObjectId index) {
        boolean made = change instanceof IndexChange.Attached
                || change instanceof ConstraintChange.Attached
                || change instanceof Change.Creates
                || change instanceof Change.Rebuilds;
        return made
                && change.after()
                        .filter(part -> context.attachmentsAfter()
                                .parent(part.id())
                                .filter(index::equals)
                                .isPresent())
                        .filter(part -> !context.joins(Attachments.table(part)))
                        .isPresent();
    }

    /** @param id of before */
    private void rebuild(ObjectId id) {
        if (rebuilds.isGone(id)) {
            return;
        }
        context.renamed(id).ifPresent(rebuilds::anew);
        if (diff.from().object(id).isPresent() && diff.to().object(id).isPresent()) {
            SchemaObject before = diff.from().object(id).get();
            SchemaObject after = diff.to().object(id).get();
            rebuilds.detour(
                    after instanceof Index index
                            ? new IndexChange.Rebuilt((Index) before, index)
                            : new ConstraintChange.Rebuilt((Constraint) before, (Constraint) after));
        }
    }

    /** What joined before the partitioned index was there is attached to it after. */
    void attach() {
        for (SchemaObject part : indexes) {
            if (Attachments.parent(part).isEmpty()) {
                continue;
            }
            Optional<ObjectId> parent = context.attachmentsAfter()
                    .parent(part.id())
                    .filter(context::isIncomplete)
                    .filter(this::isMade);
            QualifiedName table = Attachments.table(part);
            boolean stays = !isMade(part.id())
                    && diff.from().find(ObjectId.of(ObjectKind.TABLE, table)).isPresent();
            if (parent.isPresent() && stays && context.joins(table)) {
                rebuilds.detour(
                        part instanceof Index index
                                ? new IndexChange.Attached(index, index)
                                : new ConstraintChange.Attached((Constraint) part, (Constraint) part));
            }
        }
    }

    /** Whether the plan makes an index or key, if only because it makes its table. */
    private boolean isMade(ObjectId id) {
        return rebuilds.isMadeAgain(id)
                || rebuilds.isMadeAgain(Attachments.table(diff.to().object(id).orElseThrow()))
                || context.changes(id).stream().anyMatch(Change.Creates.class::isInstance);
    }
}
