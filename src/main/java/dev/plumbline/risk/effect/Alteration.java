package dev.plumbline.risk.effect;

import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * One {@code ALTER TABLE}.
 *
 * @param only     whether it says {@code ONLY}
 * @param mode     the lock that the strongest of its sub-commands needs, and all of them take
 * @param commands all of them
 */
record Alteration(World world, Impact impact, Relation table, boolean only, LockMode mode, List<Command> commands) {
    /** One sub-command. {@code type} is PostgreSQL's name of it, without {@code AT_}. */
    record Command(Tree tree, String type) {
        static Command of(Tree tree) {
            return new Command(tree, tree.command());
        }

        String name() {
            return tree.text("name");
        }

        Tree def() {
            return tree.child("def");
        }
    }

    /** The table and all below it, which are locked, unless it says {@code ONLY}. */
    List<Relation> everywhere() {
        List<Relation> all = new ArrayList<>(List.of(table));
        if (!only) {
            all.addAll(lockedBelow(mode));
        }
        return all;
    }

    /** All below the table, which are locked. */
    List<Relation> lockedBelow(LockMode below) {
        List<Relation> all = world.descendants(table);
        all.forEach(child -> impact.lock(child, below));
        return all;
    }

    /** The children of a relation, which are locked. */
    List<Relation> children(Relation relation) {
        List<Relation> children = world.children(relation);
        children.forEach(child -> impact.lock(child, mode));
        return children;
    }

    boolean isPartitioned() {
        return table.kind() == Relation.Kind.PARTITIONED_TABLE;
    }

    boolean since(int major) {
        return world.major() >= major;
    }
}
