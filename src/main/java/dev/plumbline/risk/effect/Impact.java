package dev.plumbline.risk.effect;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects what one statement does. What happens to relations that nobody else uses yet is left out. */
final class Impact {
    private final Map<QualifiedName, LockMode> locks = new TreeMap<>();
    private final Set<QualifiedName> rewrites = new TreeSet<>();
    private final Set<QualifiedName> scans = new TreeSet<>();
    private final Set<QualifiedName> builds = new TreeSet<>();
    private final Map<QualifiedName, String> unsure = new TreeMap<>();

    void lock(Relation relation, LockMode mode) {
        if (!relation.fresh()) {
            locks.merge(relation.name(), mode, LockMode::or);
        }
    }

    /** An index of a relation. */
    void lock(Relation table, QualifiedName index, LockMode mode) {
        if (!table.fresh()) {
            locks.merge(index, mode, LockMode::or);
        }
    }

    /** Writes all rows anew, and with them all indexes. */
    void rewrite(Relation relation) {
        if (relation.hasRows() && !relation.fresh()) {
            rewrites.add(relation.name());
            if (!relation.indexes().isEmpty()) {
                builds.add(relation.name());
            }
            relation.indexes().forEach(index -> lock(relation, index.name(), LockMode.ACCESS_EXCLUSIVE));
        }
    }

    void scan(Relation relation) {
        if (relation.hasRows() && !relation.fresh()) {
            scans.add(relation.name());
        }
    }

    void build(Relation relation) {
        if (relation.hasRows() && !relation.fresh()) {
            builds.add(relation.name());
        }
    }

    /** What happens depends on something that is not known. */
    void unsure(Relation relation, String onWhat) {
        if (relation.hasRows() && !relation.fresh()) {
            unsure.putIfAbsent(relation.name(), onWhat);
        }
    }

    boolean rewrites(Relation relation) {
        return rewrites.contains(relation.name());
    }

    Effect effect() {
        Set<QualifiedName> only = new TreeSet<>(scans);
        only.removeAll(rewrites);
        only.removeAll(builds);
        return new Effect(locks, rewrites, only, builds, unsure);
    }
}
