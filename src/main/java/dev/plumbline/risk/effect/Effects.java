package dev.plumbline.risk.effect;

import dev.plumbline.risk.Effect;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;

/** What statements do, by their kinds. */
public final class Effects {
    private Effects() {}

    /** What a statement does to a database of which {@code world} tells. Of a DO block or a call nothing can be told. */
    public static Effect of(Tree statement, World world) {
        Impact impact = new Impact();
        add(statement, world, impact);
        return impact.effect();
    }

    static void add(Tree statement, World world, Impact impact) {
        switch (statement.kind()) {
            case "AlterTableStmt" -> new AlterTable(world, impact).run(statement);
            case "AlterObjectSchemaStmt" -> new Renames(world, impact).move(statement);
            case "RenameStmt" -> new Renames(world, impact).rename(statement);
            case "CreateStmt", "CreateForeignTableStmt" -> new Creation(world, impact).table(statement);
            case "CreateTableAsStmt" -> new Creation(world, impact).tableOfQuery(statement);
            case "ViewStmt" -> new Creation(world, impact).view(statement);
            case "CreateSchemaStmt" -> statement.list("schemaElts").forEach(it -> add(it, world, impact));
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
