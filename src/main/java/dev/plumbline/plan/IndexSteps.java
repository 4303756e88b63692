package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.IndexChange;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.Index;
import dev.plumbline.model.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Indexes: concurrently where others work. */
final class IndexSteps {
    private final Context context;

    IndexSteps(Context context) {
        this.context = context;
    }

    List<Step> create(Index index, Change cause) {
        List<Step> steps = new ArrayList<>();
        // A partitioned table takes no concurrent build: its partitions' indexes are there before, and are found.
        boolean concurrently = context.busy(index.table()) && !context.isPartitioned(index.table());
        String definition = index.definition();
        if (concurrently) {
            steps.add(Step.alone(definition.replaceFirst(" INDEX ", " INDEX CONCURRENTLY "), cause));
        } else {
            // On a partitioned table the definition says ONLY, and each partition's is attached after.
            boolean only = context.hasStandingPartitions(index.table()) || context.isIncomplete(index.id());
            steps.add(Step.of(only ? definition : definition.replaceFirst(" ON ONLY ", " ON "), cause));
        }
        index.settings()
                .tablespace()
                .ifPresent(space -> steps.add(Step.of(
                        "ALTER INDEX " + Names.sql(index.name()) + " SET TABLESPACE " + Names.quote(space), cause)));
        steps.addAll(settings(index.table(), index.name(), index.settings(), cause));
        for (String target : index.statistics()) {
            String[] parts = target.split("=", -1);
            steps.add(Step.of(
                    "ALTER INDEX " + Names.sql(index.name()) + " ALTER COLUMN " + parts[0] + " SET STATISTICS "
                            + parts[1],
                    cause));
        }
        return steps;
    }

    List<Step> drop(Index index, Change cause) {
        if (index.partitionOf().isPresent() && !context.leaves(index.table())) {
            // It goes with the partitioned index, and cannot go alone.
            return List.of();
        }
        if (context.isPartitioned(index.table()) && context.attachmentsBefore().hasConstraintsUnder(index)) {
            return List.of(Step.of("DROP INDEX " + Names.sql(index.name()) + " CASCADE", cause));
        }
        return context.busy(index.table()) && !context.isPartitioned(index.table())
                ? List.of(Step.alone("DROP INDEX CONCURRENTLY " + Names.sql(index.name()), cause))
                : List.of(Step.of("DROP INDEX " + Names.sql(index.name()), cause));
    }

    List<Step> change(IndexChange change) {
        return switch (change) {
            // It is valid once all of its partitions' are attached.
            case IndexChange.Repaired it when context.isPartitioned(it.to().table()) -> List.of();
            case IndexChange.Repaired it ->
                List.of(Step.alone(
                        "REINDEX INDEX CONCURRENTLY " + Names.sql(it.to().name()), it));
            case IndexChange.Configured it -> configure(it);
            // Once the partitioned index is there.
            case IndexChange.Attached _ -> List.of();
            case IndexChange.Created _, IndexChange.Dropped _, IndexChange.Rebuilt _ -> List.of();
        };
    }

    /** It becomes a part of a partitioned index, unless its table becomes a partition and takes it along. */
    List<Step> attach(Index index, Change cause) {
        return context.isTakenAlong(index) ? List.of() : attach(index.partitionOf(), index.name(), cause);
    }

    static List<Step> attach(Optional<QualifiedName> parent, QualifiedName index, Change cause) {
        return parent.stream()
                .map(to -> Step.of("ALTER INDEX " + Names.sql(to) + " ATTACH PARTITION " + Names.sql(index), cause))
                .toList();
    }

    private List<Step> configure(IndexChange.Configured change) {
        Index from = change.from();
        Index to = change.to();
        List<Step> steps = new ArrayList<>(reconfigure(to.table(), to.name(), from.settings(), to.settings(), change));
        List<String> gone = new ArrayList<>(from.statistics());
        gone.removeAll(to.statistics());
        gone.forEach(target -> steps.add(statistics(to, target.split("=", -1)[0], "-1", change)));
        List<String> added = new ArrayList<>(to.statistics());
        added.removeAll(from.statistics());
        added.forEach(target -> steps.add(statistics(to, target.split("=", -1)[0], target.split("=", -1)[1], change)));
        return steps;
    }

    private static Step statistics(Index index, String column, String target, Change cause) {
        return Step.of(
                "ALTER INDEX " + Names.sql(index.name()) + " ALTER COLUMN " + column + " SET STATISTICS " + target,
                cause);
    }

    /** What an index's definition does not say, on a new index. Storage parameters are in the definition. */
    static List<Step> settings(
            QualifiedName table, QualifiedName index, Constraint.IndexSettings settings, Change cause) {
        List<Step> steps = new ArrayList<>();
        if (settings.clustered()) {
            steps.add(cluster(table, index, cause));
        }
        if (settings.replicaIdentity()) {
            steps.add(identify(table, index, cause));
        }
        return steps;
    }

    List<Step> reconfigure(
            QualifiedName table,
            QualifiedName index,
            Constraint.IndexSettings from,
            Constraint.IndexSettings to,
            Change cause) {
        List<Step> steps = new ArrayList<>();
        if (to.clustered() && !from.clustered()) {
            steps.add(cluster(table, index, cause));
        } else if (from.clustered() && !to.clustered() && !context.isClustered(table)) {
            // Else it gives way to the one that is named instead.
            steps.add(Step.of("ALTER TABLE " + Names.sql(table) + " SET WITHOUT CLUSTER", cause));
        }
        if (from.replicaIdentity() != to.replicaIdentity() && to.replicaIdentity()) {
            steps.add(identify(table, index, cause));
        }
        if (!from.tablespace().equals(to.tablespace())) {
            steps.add(Step.of(
                    "ALTER INDEX " + Names.sql(index) + " SET TABLESPACE "
                            + Names.quote(to.tablespace().orElse("pg_default")),
                    cause));
        }
        steps.addAll(Storage.change("ALTER INDEX " + Names.sql(index), from.storage(), to.storage(), cause));
        return steps;
    }

    private static Step cluster(QualifiedName table, QualifiedName index, Change cause) {
        return Step.of("ALTER TABLE " + Names.sql(table) + " CLUSTER ON " + Names.quote(index.name()), cause);
    }

    private static Step identify(QualifiedName table, QualifiedName index, Change cause) {
        return Step.of(
                "ALTER TABLE " + Names.sql(table) + " REPLICA IDENTITY USING INDEX " + Names.quote(index.name()),
                cause);
    }
}
