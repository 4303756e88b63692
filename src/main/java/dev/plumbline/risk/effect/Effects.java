package dev.plumbline.risk.effect;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What statements do, by their kinds. */
public final class Effects {
    private Effects() {}

    /** What a statement does to a database of which {@code world} tells. Of a DO block or a call nothing can be told. */
    public static Effect of(Tree statement, World world) {
        Impact impact = new Impact();
        add(statement, world, impact);
        return impact.effect();
    }

    /** What is made in the schema is nobody else's yet. */
    private static void schema(Tree statement, World world, Impact impact) {
        Impact all = new Impact();
        statement.list("schemaElts").forEach(it -> add(it, world, all));
        Set<QualifiedName> made = new HashSet<>();
        for (Tree element : statement.list("schemaElts")) {
            for (String field : List.of("relation", "view", "sequence")) {
                if (!element.is("IndexStmt") && !element.child(field).isNone()) {
                    made.add(world.name(element.child(field)));
                }
            }
        }
        all.effect().locks().forEach((name, mode) -> {
            if (!made.contains(name)) {
                impact.lock(world.relation(name), mode);
            }
        });
    }

    static void add(Tree statement, World world, Impact impact) {
        switch (statement.kind()) {
            case "AlterTableStmt" -> new AlterTable(world, impact).run(statement);
            case "AlterObjectSchemaStmt" -> new Renames(world, impact).move(statement);
            case "RenameStmt" -> new Renames(world, impact).rename(statement);
            case "CreateStmt", "CreateForeignTableStmt" -> new Creation(world, impact).table(statement);
            case "CreateTableAsStmt" -> new Creation(world, impact).tableOfQuery(statement);
            case "ViewStmt" -> new Creation(world, impact).view(statement);
            case "CreateSchemaStmt" -> schema(statement, world, impact);
            case "AlterOwnerStmt" -> new Renames(world, impact).owner(statement);
            case "IndexStmt" -> new Indexing(world, impact).create(statement);
            case "ReindexStmt" -> new Indexing(world, impact).reindex(statement);
            case "ClusterStmt" -> new Indexing(world, impact).cluster(statement);
            case "DropStmt" -> new Dropping(world, impact).run(statement);
            case "TruncateStmt" -> new Maintenance(world, impact).truncate(statement);
            case "VacuumStmt" -> new Maintenance(world, impact).vacuum(statement);
            case "RefreshMatViewStmt" -> new Maintenance(world, impact).refresh(statement);
            case "LockStmt" -> new Maintenance(world, impact).lock(statement);
            case "CreateTrigStmt" -> new Attachments(world, impact).trigger(statement);
            case "RuleStmt" -> new Attachments(world, impact).rule(statement);
            case "CreatePolicyStmt", "AlterPolicyStmt" -> new Attachments(world, impact).policy(statement);
            case "CommentStmt", "SecLabelStmt" -> new Attachments(world, impact).comment(statement);
            case "CreateStatsStmt" -> new Attachments(world, impact).statistics(statement);
            case "CreatePublicationStmt", "AlterPublicationStmt" ->
                new Attachments(world, impact).publication(statement);
            case "AlterSeqStmt" -> new Attachments(world, impact).sequence(statement);
            case "GrantStmt" -> new Attachments(world, impact).grant(statement);
            case "AlterDomainStmt" -> new Domains(world, impact).alter(statement);
            case "SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CopyStmt" ->
                new Queries(world, impact).run(statement);
            case "CreateFunctionStmt" -> new Queries(world, impact).body(statement);
            default -> {
                // Locks no relation, or does what only running it can tell.
            }
        }
    }
}
