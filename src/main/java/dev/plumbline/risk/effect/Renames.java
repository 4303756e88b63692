package dev.plumbline.risk.effect;

import dev.plumbline.model.QualifiedName;
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
            case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE", "OBJECT_FOREIGN_TABLE" -> {
                Relation relation = world.relation(statement.child("relation"));
                impact.lock(
                        relation,
                        relation.kind() == Relation.Kind.INDEX
                                ? LockMode.SHARE_UPDATE_EXCLUSIVE
                                : LockMode.ACCESS_EXCLUSIVE);
            }
            case "OBJECT_INDEX" ->
                impact.lock(world.relation(statement.child("relation")), LockMode.SHARE_UPDATE_EXCLUSIVE);
            case "OBJECT_COLUMN", "OBJECT_ATTRIBUTE" -> {
                Relation relation = world.relation(statement.child("relation"));
                impact.lock(relation, LockMode.ACCESS_EXCLUSIVE);
                world.descendants(relation).forEach(child -> impact.lock(child, LockMode.ACCESS_EXCLUSIVE));
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
        world.descendants(table).stream()
                .filter(child -> child.key(name).filter(key -> !key.noInherit()).isPresent())
                .forEach(child -> impact.lock(child, LockMode.ACCESS_EXCLUSIVE));
    }

    void move(Tree statement) {
        switch (statement.text("objectType")) {
            case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE", "OBJECT_FOREIGN_TABLE" -> {
                Relation relation = world.relation(statement.child("relation"));
                impact.lock(relation, LockMode.ACCESS_EXCLUSIVE);
                world.sequencesOf(relation.name())
                        .forEach(sequence -> impact.lock(sequence, LockMode.ACCESS_EXCLUSIVE));
            }
            case "OBJECT_TYPE" -> {
                List<String> names = statement.child("object").names("items");
                QualifiedName name = world.name(names);
                world.find(name).ifPresent(type -> impact.lock(type, LockMode.ACCESS_EXCLUSIVE));
            }
            default -> {
                // Of no relation.
            }
        }
    }
}
