package dev.plumbline.risk.effect;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.Dropped;
import dev.plumbline.risk.Fall;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;

/** What goes takes along what needs it, and each of these is locked, with the tables that they hang on. */
final class Dropping {
    private final World world;
    private final Impact impact;

    Dropping(World world, Impact impact) {
        this.world = world;
        this.impact = impact;
    }

    void run(Tree statement) {
        List<ObjectId> dropped = Dropped.by(statement, world);
        if (statement.flag("concurrent")) {
            // What needs it is waited for to go first, and there is nothing.
            dropped.forEach(id -> index(id.name(), LockMode.SHARE_UPDATE_EXCLUSIVE));
        } else {
            drop(dropped);
        }
        unknown(statement);
    }

    /** What is not known to be there is locked all the same, where not all is known. */
    private void unknown(Tree statement) {
        LockMode mode = statement.flag("concurrent") ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
        switch (statement.text("removeType")) {
            case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE", "OBJECT_INDEX" -> {
                for (Tree object : statement.list("objects")) {
                    QualifiedName name = world.name(object.names("items"));
                    if (!world.known() && world.find(name).isEmpty()) {
                        impact.lock(world.relation(name), mode);
                    }
                }
            }
            default -> {
                // Of a relation that its own name does not tell.
            }
        }
    }

    /** A column, with what needs it. */
    void column(Relation table, String column) {
        drop(List.of(new ObjectId(ObjectKind.COLUMN, table.name(), column)));
    }

    /** A constraint, with what needs it. */
    void constraint(Relation table, String constraint) {
        drop(List.of(new ObjectId(ObjectKind.CONSTRAINT, table.name(), constraint)));
    }

    private void drop(List<ObjectId> dropped) {
        Fall fall = Fall.of(world, dropped);
        fall.bared().forEach(column -> impact.lock(world.relation(column.name()), LockMode.ACCESS_EXCLUSIVE));
        fall.gone().forEach(this::lock);
    }

    private void lock(ObjectId id) {
        switch (id.kind()) {
            case TABLE -> {
                Relation table = world.relation(id.name());
                impact.lock(table, LockMode.ACCESS_EXCLUSIVE);
                if (table.partition()) {
                    leaves(table);
                }
            }
            case VIEW, MATERIALIZED_VIEW, SEQUENCE, COMPOSITE_TYPE, POLICY, RULE ->
                impact.lock(world.relation(id.name()), LockMode.ACCESS_EXCLUSIVE);
            case INDEX -> index(id.name(), LockMode.ACCESS_EXCLUSIVE);
            case COLUMN ->
                world.find(id.name())
                        .filter(table -> table.kind() != Relation.Kind.VIEW)
                        .ifPresent(table -> impact.lock(table, LockMode.ACCESS_EXCLUSIVE));
            case CONSTRAINT ->
                world.find(id.name()).ifPresent(table -> {
                    impact.lock(table, LockMode.ACCESS_EXCLUSIVE);
                    table.key(id.part()).ifPresent(key -> constraint(table, key));
                });
            case TRIGGER -> {
                Relation table = world.relation(id.name());
                impact.lock(table, LockMode.ACCESS_EXCLUSIVE);
                if (world.isForEachRow(id)) {
                    below(table);
                }
            }
            case STATISTICS ->
                world.needs(id).stream()
                        .filter(need -> need.kind() == ObjectKind.COLUMN || need.kind() == ObjectKind.TABLE)
                        .forEach(need -> impact.lock(world.relation(need.name()), LockMode.SHARE_UPDATE_EXCLUSIVE));
            default -> {
                // Locks no relation.
            }
        }
    }

    private void index(QualifiedName name, LockMode mode) {
        world.find(name).flatMap(Relation::owner).map(world::relation).ifPresent(table -> {
            impact.lock(table, mode);
            impact.lock(table, name, mode);
            if (table.kind() == Relation.Kind.PARTITIONED_TABLE) {
                world.descendants(table).forEach(part -> impact.lock(part, mode));
            }
        });
    }

    /** The triggers of a foreign key go from both tables; a partition has it from the partitioned table, and no triggers there. */
    private void constraint(Relation table, Relation.Key key) {
        if (key.type() != Constraint.Type.FOREIGN_KEY || !key.descent().local()) {
            return;
        }
        key.references().map(world::relation).ifPresent(to -> {
            impact.lock(to, LockMode.ACCESS_EXCLUSIVE);
            below(to);
        });
        below(table);
    }

    private void below(Relation table) {
        if (table.kind() == Relation.Kind.PARTITIONED_TABLE) {
            world.descendants(table).forEach(part -> impact.lock(part, LockMode.ACCESS_EXCLUSIVE));
        }
    }

    /** A partition that goes changes what fits into the default one. */
    private void leaves(Relation partition) {
        for (QualifiedName name : partition.parents()) {
            Relation parent = world.relation(name);
            impact.lock(parent, LockMode.ACCESS_EXCLUSIVE);
            Creation.defaultPartition(world, parent).ifPresent(other -> impact.lock(other, LockMode.ACCESS_EXCLUSIVE));
        }
    }
}
