package dev.plumbline.risk.effect;

import dev.plumbline.model.Constraint;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;
import java.util.Optional;

/** What makes a table or view locks of what is there. */
final class Creation {
    private final World world;
    private final Impact impact;

    Creation(World world, Impact impact) {
        this.world = world;
        this.impact = impact;
    }

    void table(Tree statement) {
        if (statement.flag("if_not_exists")
                && world.find(world.name(statement.child("relation"))).isPresent()) {
            return;
        }
        boolean partition = !statement.child("partbound").isNone();
        for (Tree parent : statement.list("inhRelations")) {
            Relation of = world.relation(parent);
            if (partition) {
                partition(of, statement.child("partbound").flag("is_default"));
            } else {
                impact.lock(of, LockMode.SHARE_UPDATE_EXCLUSIVE);
            }
        }
        statement.walk(node -> {
            if (node.is("Constraint") && node.text("contype").equals("CONSTR_FOREIGN")) {
                references(world.relation(node.child("pktable")), world, impact);
            } else if (node.is("TableLikeClause")) {
                impact.lock(world.relation(node.child("relation")), LockMode.ACCESS_SHARE);
            }
        });
    }

    /** A new partition: of the partitioned table and of the default one, whose rows may belong to it. */
    private void partition(Relation parent, boolean isDefault) {
        impact.lock(parent, LockMode.ACCESS_EXCLUSIVE);
        parent.indexes().forEach(index -> impact.lock(parent, index.name(), LockMode.SHARE_UPDATE_EXCLUSIVE));
        if (!isDefault) {
            defaultPartition(world, parent).ifPresent(other -> {
                impact.lock(other, LockMode.ACCESS_EXCLUSIVE);
                impact.scan(other);
            });
        }
        keysTo(parent);
    }

    /** Keys that point to the partitioned table come to point to the new partition too, and its own keys are the partition's. */
    private void keysTo(Relation parent) {
        world.pointersTo(parent.name()).forEach(pointer -> impact.lock(pointer.from(), LockMode.SHARE_ROW_EXCLUSIVE));
        parent.keys().stream()
                .filter(key -> key.type() == Constraint.Type.FOREIGN_KEY)
                .flatMap(key -> key.references().stream())
                .forEach(table -> references(world.relation(table), world, impact));
    }

    /** The default partition of a partitioned table, as far as its name tells: its bound is not kept. */
    static Optional<Relation> defaultPartition(World world, Relation parent) {
        return world.children(parent).stream().filter(Relation::isDefault).findFirst();
    }

    /** A foreign key puts triggers on the table that it points to, and on its partitions. */
    static void references(Relation table, World world, Impact impact) {
        impact.lock(table, LockMode.SHARE_ROW_EXCLUSIVE);
        if (table.kind() == Relation.Kind.PARTITIONED_TABLE) {
            world.descendants(table).forEach(it -> impact.lock(it, LockMode.SHARE_ROW_EXCLUSIVE));
        }
    }

    void tableOfQuery(Tree statement) {
        boolean there =
                world.find(world.name(statement.child("into").child("rel"))).isPresent();
        if (!(statement.flag("if_not_exists") && there)) {
            new Queries(world, impact).reads(statement.child("query"));
        }
    }

    void view(Tree statement) {
        world.find(world.name(statement.child("view"))).ifPresent(view -> impact.lock(view, LockMode.ACCESS_EXCLUSIVE));
        new Queries(world, impact).reads(statement.child("query"));
    }
}
