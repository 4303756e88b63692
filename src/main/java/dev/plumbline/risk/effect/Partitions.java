package dev.plumbline.risk.effect;

import dev.plumbline.model.Constraint;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;

/** Partitions that are attached and detached. */
final class Partitions {
    private final World world;
    private final Impact impact;

    Partitions(World world, Impact impact) {
        this.world = world;
        this.impact = impact;
    }

    /**
     * Every row of the new partition must fit its bounds, unless a validated check proves it; so must none of the default
     * partition's. What the partitioned table has an index for is indexed.
     */
    void attach(Tree command, Relation parent) {
        Relation part = world.relation(command.child("name"));
        impact.lock(part, LockMode.ACCESS_EXCLUSIVE);
        world.descendants(part).forEach(it -> impact.lock(it, LockMode.ACCESS_EXCLUSIVE));
        boolean isDefault = command.child("bound").flag("is_default");
        if (!BoundProof.proves(part, command.child("bound"), parent)) {
            if (part.known()) {
                impact.scan(part);
                world.descendants(part).forEach(impact::scan);
            } else {
                impact.unsure(part, "whether a validated check proves that every row fits");
            }
        }
        if (!isDefault) {
            Creation.defaultPartition(world, parent).ifPresent(other -> {
                impact.lock(other, LockMode.ACCESS_EXCLUSIVE);
                impact.scan(other);
            });
        }
        for (Relation.Index index : parent.indexes()) {
            impact.lock(parent, index.name(), LockMode.SHARE_UPDATE_EXCLUSIVE);
            boolean has = part.indexes().stream()
                    .anyMatch(it -> it.parent().isEmpty()
                            && it.columns().equals(index.columns())
                            && (it.unique() || !index.unique()));
            if (!has) {
                impact.build(part);
            }
        }
        world.pointersTo(parent.name()).forEach(pointer -> impact.lock(pointer.from(), LockMode.SHARE_ROW_EXCLUSIVE));
        parent.keys().stream()
                .filter(key -> key.type() == Constraint.Type.FOREIGN_KEY)
                .forEach(key -> key.references().map(world::relation).ifPresent(to -> {
                    Creation.references(to, world, impact);
                    impact.scan(part);
                    impact.unsure(to, "how the planner has the foreign key checked");
                }));
    }

    void detach(AlterTable.Command command, Relation parent) {
        Relation part = world.relation(command.def().child("name"));
        boolean concurrently =
                command.def().flag("concurrent") || command.type().endsWith("Finalize");
        impact.lock(part, LockMode.ACCESS_EXCLUSIVE);
        part.indexes().stream()
                .filter(index -> index.parent().isPresent())
                .forEach(index -> impact.lock(part, index.name(), LockMode.ACCESS_EXCLUSIVE));
        if (!concurrently) {
            Creation.defaultPartition(world, parent).ifPresent(other -> impact.lock(other, LockMode.ACCESS_EXCLUSIVE));
        }
        for (World.Pointer pointer : world.pointersTo(parent.name())) {
            impact.lock(pointer.from(), LockMode.ACCESS_EXCLUSIVE);
            impact.scan(pointer.from());
            impact.unsure(part, "how the planner looks for rows that are pointed to");
        }
        parent.keys().stream()
                .filter(key -> key.type() == Constraint.Type.FOREIGN_KEY)
                .flatMap(key -> key.references().stream())
                .map(world::relation)
                .forEach(to -> impact.lock(to, LockMode.SHARE_ROW_EXCLUSIVE));
    }
}
