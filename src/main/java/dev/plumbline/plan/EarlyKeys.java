package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.ConstraintChange;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.diff.TableChange;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Table;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Foreign keys between tables that are dropped, and that go before these: where they point to each other in a circle no table could
 * be the first, and one to a partitioned table holds every partition of it.
 */
final class EarlyKeys {
    private final Map<QualifiedName, Set<QualifiedName>> points = new HashMap<>();
    private final List<Constraint> keys = new ArrayList<>();
    private final Map<QualifiedName, Table> dropped = new HashMap<>();

    EarlyKeys(SchemaDiff diff) {
        for (Change change : diff.changes()) {
            switch (change) {
                case TableChange.Dropped it -> dropped.put(it.from().name(), it.from());
                case TableChange.Rebuilt it -> dropped.put(it.from().name(), it.from());
                default -> {
                    // It stays.
                }
            }
        }
        for (Table table : dropped.values()) {
            for (Constraint constraint : table.constraints()) {
                constraint
                        .references()
                        .map(Constraint.Reference::table)
                        .filter(to -> !to.equals(table.name()) && dropped.containsKey(to))
                        .filter(_ -> constraint.inheritedFrom() == 0)
                        .ifPresent(to -> {
                            keys.add(constraint);
                            points.computeIfAbsent(table.name(), _ -> new HashSet<>())
                                    .add(to);
                        });
            }
        }
    }

    /** The keys to drop in addition. */
    List<Change> changes() {
        Set<QualifiedName> circular = circular();
        return keys.stream()
                .filter(key -> isOfPartitions(key.parent())
                        || isOfPartitions(target(key))
                        || (circular.contains(key.parent()) && circular.contains(target(key))))
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .<Change>map(ConstraintChange.Dropped::new)
                .toList();
    }

    private static QualifiedName target(Constraint key) {
        return key.references().orElseThrow().table();
    }

    private boolean isOfPartitions(QualifiedName name) {
        Table table = dropped.get(name);
        return table != null
                && (table.partitionKey().isPresent() || table.partition().isPresent());
    }

    /** The tables that are left when those have gone, ever again, that nothing left points to, or that point to nothing left. */
    private Set<QualifiedName> circular() {
        Map<QualifiedName, Set<QualifiedName>> pointedAtBy = new HashMap<>();
        points.forEach((from, targets) -> targets.forEach(
                to -> pointedAtBy.computeIfAbsent(to, _ -> new HashSet<>()).add(from)));
        Set<QualifiedName> left = new HashSet<>(points.keySet());
        left.retainAll(pointedAtBy.keySet());
        Deque<QualifiedName> look = new ArrayDeque<>(left);
        while (!look.isEmpty()) {
            QualifiedName next = look.poll();
            Set<QualifiedName> targets = points.getOrDefault(next, Set.of());
            Set<QualifiedName> sources = pointedAtBy.getOrDefault(next, Set.of());
            boolean isEnd = targets.stream().noneMatch(left::contains)
                    || sources.stream().noneMatch(left::contains);
            if (isEnd && left.remove(next)) {
                look.addAll(targets);
                look.addAll(sources);
            }
        }
        return left;
    }
}
