package dev.plumbline.risk.effect;

import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;
import java.util.HashSet;
import java.util.Set;

/** Queries and statements that write rows: they lock what they name so that it stays what it is. */
final class Queries {
    private final World world;
    private final Impact impact;

    Queries(World world, Impact impact) {
        this.world = world;
        this.impact = impact;
    }

    void run(Tree statement) {
        switch (statement.kind()) {
            case "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt" ->
                impact.lock(world.relation(statement.child("relation")), LockMode.ROW_EXCLUSIVE);
            case "CopyStmt" -> {
                if (!statement.child("relation").isNone()) {
                    impact.lock(
                            world.relation(statement.child("relation")),
                            statement.flag("is_from") ? LockMode.ROW_EXCLUSIVE : LockMode.ACCESS_SHARE);
                }
            }
            default -> {
                // Only reads, unless it says so below.
            }
        }
        reads(statement);
    }

    /** What a query in a statement of another kind reads. */
    void reads(Tree query) {
        Set<String> named = new HashSet<>();
        query.walk(node -> {
            if (node.is("CommonTableExpr")) {
                named.add(node.text("ctename"));
            }
        });
        query.walk(node -> {
            if (node.is("SelectStmt")) {
                boolean locks = !node.list("lockingClause").isEmpty();
                node.list("fromClause").forEach(it -> from(it, named, locks));
            } else if (node.is("UpdateStmt")) {
                node.list("fromClause").forEach(it -> from(it, named, false));
            } else if (node.is("DeleteStmt")) {
                node.list("usingClause").forEach(it -> from(it, named, false));
            } else if (node.is("MergeStmt")) {
                from(node.child("sourceRelation"), named, false);
            }
        });
    }

    private void from(Tree item, Set<String> named, boolean locks) {
        item.walk(node -> {
            if (node.is("RangeVar") && !(node.text("schemaname").isEmpty() && named.contains(node.text("relname")))) {
                Relation relation = world.relation(node);
                if (!world.known() || world.find(relation.name()).isPresent()) {
                    impact.lock(relation, locks ? LockMode.ROW_SHARE : LockMode.ACCESS_SHARE);
                }
            }
        });
    }

    /** A function whose body is SQL is parsed when it is made. */
    void body(Tree function) {
        reads(function.child("sql_body"));
    }
}
