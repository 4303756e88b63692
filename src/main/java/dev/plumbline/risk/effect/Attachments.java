package dev.plumbline.risk.effect;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Set;

/** What hangs on a table and is not a part of its rows: triggers, rules, policies, comments, rights, statistics, publications. */
final class Attachments {
    private static final int GRANT_LOCKS_SINCE = 18;

    private final World world;
    private final Impact impact;

    Attachments(World world, Impact impact) {
        this.world = world;
        this.impact = impact;
    }

    void trigger(Tree statement) {
        Relation table = world.relation(statement.child("relation"));
        impact.lock(table, LockMode.SHARE_ROW_EXCLUSIVE);
        if (statement.flag("row") && table.kind() == Relation.Kind.PARTITIONED_TABLE) {
            world.descendants(table).forEach(it -> impact.lock(it, LockMode.SHARE_ROW_EXCLUSIVE));
        }
        if (!statement.child("constrrel").isNone()) {
            impact.lock(world.relation(statement.child("constrrel")), LockMode.ACCESS_SHARE);
        }
    }

    void rule(Tree statement) {
        impact.lock(world.relation(statement.child("relation")), LockMode.ACCESS_EXCLUSIVE);
        Queries queries = new Queries(world, impact);
        queries.reads(statement.child("whereClause"));
        statement.list("actions").forEach(queries::run);
    }

    void policy(Tree statement) {
        impact.lock(world.relation(statement.child("table")), LockMode.ACCESS_EXCLUSIVE);
        new Queries(world, impact).reads(statement);
    }

    void comment(Tree statement) {
        List<String> names = statement.child("object").names("items");
        switch (statement.text("objtype")) {
            case "OBJECT_TABLE",
                    "OBJECT_VIEW",
                    "OBJECT_MATVIEW",
                    "OBJECT_INDEX",
                    "OBJECT_SEQUENCE",
                    "OBJECT_FOREIGN_TABLE" ->
                impact.lock(world.relation(world.name(names)), LockMode.SHARE_UPDATE_EXCLUSIVE);
            case "OBJECT_COLUMN" ->
                impact.lock(
                        world.relation(world.name(names.subList(0, names.size() - 1))),
                        LockMode.SHARE_UPDATE_EXCLUSIVE);
            case "OBJECT_TABCONSTRAINT", "OBJECT_TRIGGER", "OBJECT_RULE", "OBJECT_POLICY" ->
                impact.lock(world.relation(world.name(names.subList(0, names.size() - 1))), LockMode.ACCESS_SHARE);
            default -> {
                // Of no relation.
            }
        }
    }

    void statistics(Tree statement) {
        statement
                .list("relations")
                .forEach(table -> impact.lock(world.relation(table), LockMode.SHARE_UPDATE_EXCLUSIVE));
    }

    void publication(Tree statement) {
        for (Tree object : statement.list("pubobjects")) {
            Tree table = object.child("pubtable").child("relation");
            if (!table.isNone()) {
                member(world.relation(table), table.flag("inh"));
            }
        }
        if (statement.text("action").equals("AP_SetObjects")) {
            // Those that leave.
            ObjectId publication =
                    ObjectId.of(ObjectKind.PUBLICATION, new QualifiedName("", statement.text("pubname")));
            world.needs(publication).stream()
                    .filter(need -> need.kind() == ObjectKind.TABLE)
                    .forEach(need -> impact.lock(world.relation(need.name()), LockMode.SHARE_UPDATE_EXCLUSIVE));
        }
    }

    private void member(Relation table, boolean withChildren) {
        impact.lock(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
        if (withChildren && table.kind() != Relation.Kind.PARTITIONED_TABLE) {
            world.descendants(table).forEach(child -> impact.lock(child, LockMode.SHARE_UPDATE_EXCLUSIVE));
        }
    }

    void sequence(Tree statement) {
        QualifiedName name = world.name(statement.child("sequence"));
        impact.lock(world.relation(name), LockMode.SHARE_ROW_EXCLUSIVE);
        statement.list("options").stream()
                .filter(option -> option.text("defname").equals("owned_by"))
                .map(option -> option.child("arg").names("items"))
                .filter(names -> names.size() > 1)
                .forEach(names -> impact.lock(
                        world.relation(world.name(names.subList(0, names.size() - 1))), LockMode.ACCESS_SHARE));
    }

    void grant(Tree statement) {
        if (world.major() >= GRANT_LOCKS_SINCE
                && statement.text("targtype").equals("ACL_TARGET_OBJECT")
                && Set.of("OBJECT_TABLE", "OBJECT_SEQUENCE").contains(statement.text("objtype"))) {
            statement.list("objects").forEach(table -> impact.lock(world.relation(table), LockMode.ACCESS_SHARE));
        }
    }
}
