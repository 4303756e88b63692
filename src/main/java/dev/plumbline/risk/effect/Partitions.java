package dev.plumbline.risk.effect;

import dev.plumbline.model.Constraint;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.risk.effect.Alteration.Command;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.List;

/** Partitions that are attached and detached. */
final class Partitions {
    private final World world;
    private final Impact impact;
    private final Relation parent;

    Partitions(Alteration alteration) {
        this.world = alteration.world();
        this.impact = alteration.impact();
        this.parent = alteration.table();
    }

    /**
     * Every row of the new partition must fit its bounds, unless a validated check proves it; so must none of the default
     * partition's. What the partitioned table has an index for is indexed.
     */
    void attach(Tree command) {
        Relation part = world.relation(command.child("name"));
        impact.lock(part, LockMode.ACCESS_EXCLUSIVE);
        world.descendants(part).forEach(it -> impact.lock(it, LockMode.ACCESS_EXCLUSIVE));
        boolean isDefault = command.child("bound").flag("is_default");
        if (!BoundProof.proves(part, command.child("bound"), parent)) {
            if (part.known()) {
                scanAll(part);
            } else {
                impact.unsure(part, "whether a validated check proves that every row fits");
            }
        }
        if (!isDefault) {
            Creation.defaultPartition(world, parent).ifPresent(other -> {
                impact.lock(other, LockMode.ACCESS_EXCLUSIVE);
                scanAll(other);
            });
        }
        for (Relation.Index index : parent.indexes()) {
            impact.lock(parent, index.name(), LockMode.SHARE_UPDATE_EXCLUSIVE);
            Indexing.part(part, index, Indexing.isOfKey(parent, index), world, impact);
        }
        pointers().forEach(pointer -> impact.lock(pointer.from(), LockMode.SHARE_ROW_EXCLUSIVE));
        parent.keys().stream()
                .filter(key -> key.type() == Constraint.Type.FOREIGN_KEY)
                .forEach(key -> key.references().map(world::relation).ifPresent(to -> foreign(key, to, part)));
    }

    /** A key that the new partition has already becomes a part of the partitioned table's, and its triggers go. */
    private void foreign(Relation.Key key, Relation to, Relation part) {
        boolean has = part.keys().stream()
                .anyMatch(own -> own.type() == Constraint.Type.FOREIGN_KEY
                        && own.descent().parents() == 0
                        && own.columns().equals(key.columns())
                        && own.references().equals(key.references())
                        && own.pointed().equals(key.pointed())
                        && own.validated() == key.validated());
        Creation.references(to, world, impact);
        if (has) {
            impact.lock(to, LockMode.ACCESS_EXCLUSIVE);
            world.descendants(to).forEach(it -> impact.lock(it, LockMode.ACCESS_EXCLUSIVE));
        } else if (key.validated()) {
            scanAll(part);
            impact.unsure(to, "how the planner has the foreign key checked");
        }
    }

    private void scanAll(Relation table) {
        impact.scan(table);
        world.descendants(table).forEach(impact::scan);
    }

    /** The keys that point to the partitioned table, or to one that it is a partition of. */
    private List<World.Pointer> pointers() {
        List<World.Pointer> all = new ArrayList<>(world.pointersTo(parent.name()));
        world.wholes(parent).forEach(whole -> all.addAll(world.pointersTo(whole.name())));
        // Those of partitions are parts of their partitioned table's.
        all.removeIf(pointer -> !pointer.key().descent().local());
        return all;
    }

    void detach(Command command) {
        Relation part = world.relation(command.def().child("name"));
        boolean concurrently =
                command.def().flag("concurrent") || command.type().endsWith("Finalize");
        impact.lock(part, LockMode.ACCESS_EXCLUSIVE);
        world.descendants(part).forEach(it -> impact.lock(it, LockMode.ACCESS_EXCLUSIVE));
        part.indexes().stream()
                .filter(index -> index.parent().isPresent())
                .forEach(index -> impact.lock(part, index.name(), LockMode.ACCESS_EXCLUSIVE));
        if (!concurrently) {
            Creation.defaultPartition(world, parent).ifPresent(other -> impact.lock(other, LockMode.ACCESS_EXCLUSIVE));
        }
        for (World.Pointer pointer : pointers()) {
            impact.lock(pointer.from(), LockMode.ACCESS_EXCLUSIVE);
            String onWhat = "how the planner looks for rows that are pointed to";
            impact.unsure(part, onWhat);
            impact.unsure(pointer.from(), onWhat);
            world.descendants(pointer.from()).forEach(it -> impact.unsure(it, onWhat));
        }
        part.keys().stream()
                .filter(key -> key.type() == Constraint.Type.FOREIGN_KEY
                        && key.descent().parents() > 0)
                .flatMap(key -> key.references().stream())
                .map(world::relation)
                .forEach(to -> Creation.references(to, world, impact));
    }
}
