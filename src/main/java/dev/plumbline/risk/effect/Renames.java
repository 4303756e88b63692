package dev.plumbline.risk.effect;

import dev.plumbline.model.Constraint;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;

/** Other names, and other schemas. */
final class Renames {
    private final World world;
    private final Impact impact;

    Renames(World world, Impact impact) {
        this.world = world;
        this.impact = impact;
    }

    void rename(Tree statement) {
        switch (statement.text("renameType")) {
            case "OBJECT_INDEX" -> {
                // Only ALTER INDEX takes the weaker lock, and only of what is an index.
                Relation relation = world.relation(statement.child("relation"));
                boolean other = relation.kind() != Relation.Kind.INDEX
                        && world.find(relation.name()).isPresent();
                impact.lock(relation, other ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_UPDATE_EXCLUSIVE);
            }
            case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE", "OBJECT_FOREIGN_TABLE" ->
                impact.lock(world.relation(statement.child("relation")), LockMode.ACCESS_EXCLUSIVE);
            case "OBJECT_TYPE" -> {
                List<String> names = statement.child("object").names("items");
                world.find(world.typeOf(names)).ifPresent(type -> impact.lock(type, LockMode.ACCESS_EXCLUSIVE));
            }
            case "OBJECT_COLUMN", "OBJECT_ATTRIBUTE" -> {
                Relation relation = world.relation(statement.child("relation"));
                impact.lock(relation, LockMode.ACCESS_EXCLUSIVE);
                world.descendants(relation).forEach(child -> impact.lock(child, LockMode.ACCESS_EXCLUSIVE));
                world.typedBy(relation).forEach(table -> impact.lock(table, LockMode.ACCESS_EXCLUSIVE));
            }
            case "OBJECT_TABCONSTRAINT" -> constraint(statement);
            case "OBJECT_TRIGGER" -> {
                Relation relation = world.relation(statement.child("relation"));
                impact.lock(relation, LockMode.ACCESS_EXCLUSIVE);
                if (relation.kind() == Relation.Kind.PARTITIONED_TABLE) {
                    world.descendants(relation).forEach(child -> impact.lock(child, LockMode.ACCESS_EXCLUSIVE));
                }
            }
            case "OBJECT_RULE", "OBJECT_POLICY" ->
                impact.lock(world.relation(statement.child("relation")), LockMode.ACCESS_EXCLUSIVE);
            default -> {
                // Of no relation.
            }
        }
    }

    private void constraint(Tree statement) {
        Relation table = world.relation(statement.child("relation"));
        impact.lock(table, LockMode.ACCESS_EXCLUSIVE);
        String name = statement.text("subname");
        table.key(name)
                .flatMap(Relation.Key::index)
                .ifPresent(index -> impact.lock(table, index, LockMode.SHARE_UPDATE_EXCLUSIVE));
        boolean inherited = table.key(name)
                .filter(key -> !key.noInherit()
                        && (key.type() == Constraint.Type.CHECK || key.type() == Constraint.Type.NOT_NULL))
                .isPresent();
        if (inherited) {
            world.descendants(table).forEach(child -> impact.lock(child, LockMode.ACCESS_EXCLUSIVE));
        }
    }

    void move(Tree statement) {
        switch (statement.text("objectType")) {
            case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE", "OBJECT_FOREIGN_TABLE" -> {
                Relation relation = world.relation(statement.child("relation"));
                impact.lock(relation, LockMode.ACCESS_EXCLUSIVE);
                world.sequencesOf(relation.name())
                        .forEach(sequence -> impact.lock(sequence, LockMode.ACCESS_EXCLUSIVE));
            }
            default -> {
                // Of no relation; a composite type is not locked as one when it moves.
            }
        }
    }

    void owner(Tree statement) {
        if (statement.text("objectType").equals("OBJECT_TYPE")) {
            List<String> names = statement.child("object").names("items");
            world.find(world.typeOf(names)).ifPresent(type -> impact.lock(type, LockMode.ACCESS_EXCLUSIVE));
        }
    }
}
