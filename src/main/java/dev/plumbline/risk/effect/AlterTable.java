package dev.plumbline.risk.effect;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.risk.effect.Alteration.Command;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Set;

/**
 * {@code ALTER TABLE} and its like for indexes, views, sequences and composite types. The lock is that of the sub-command that needs
 * the strongest ({@code AlterTableGetLockLevel}, PostgreSQL 18), and is taken before any of them is carried out.
 */
final class AlterTable {
    /** Parameters that need the strongest lock: what is read where nobody looks at the lock ({@code reloptions.c}). */
    private static final Set<String> STRONG_OPTIONS = Set.of(
            "user_catalog_table",
            "fastupdate",
            "gin_pending_list_limit",
            "buffering",
            "pages_per_range",
            "autosummarize",
            "security_barrier",
            "security_invoker",
            "check_option");

    private final World world;
    private final Impact impact;

    AlterTable(World world, Impact impact) {
        this.world = world;
        this.impact = impact;
    }

    void run(Tree statement) {
        QualifiedName name = world.name(statement.child("relation"));
        if (statement.flag("missing_ok") && world.known() && world.find(name).isEmpty()) {
            return;
        }
        Relation table = world.relation(name);
        List<Command> commands =
                statement.list("cmds").stream().map(Command::of).toList();
        LockMode mode = commands.stream()
                .map(command -> mode(command, table))
                .max(LockMode::compareTo)
                .orElse(LockMode.ACCESS_EXCLUSIVE);
        impact.lock(table, mode);
        boolean only = !statement.child("relation").flag("inh");
        Alteration alteration = new Alteration(world, impact, table, only, mode, commands);
        switch (table.kind()) {
            case INDEX -> commands.forEach(command -> index(command, table));
            case COMPOSITE_TYPE -> commands.forEach(command -> composite(command, table));
            default -> commands.forEach(command -> run(command, alteration));
        }
    }

    private static LockMode mode(Command command, Relation table) {
        return switch (command.type()) {
            case "SetStatistics",
                    "SetOptions",
                    "ResetOptions",
                    "ClusterOn",
                    "DropCluster",
                    "ValidateConstraint",
                    "AttachPartition",
                    "DetachPartitionFinalize" -> LockMode.SHARE_UPDATE_EXCLUSIVE;
            case "DetachPartition" ->
                command.def().flag("concurrent") ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
            case "EnableTrig",
                    "EnableAlwaysTrig",
                    "EnableReplicaTrig",
                    "EnableTrigAll",
                    "EnableTrigUser",
                    "DisableTrig",
                    "DisableTrigAll",
                    "DisableTrigUser" -> LockMode.SHARE_ROW_EXCLUSIVE;
            case "AddConstraint" ->
                command.def().text("contype").equals("CONSTR_FOREIGN")
                        ? LockMode.SHARE_ROW_EXCLUSIVE
                        : LockMode.ACCESS_EXCLUSIVE;
            case "SetRelOptions", "ResetRelOptions" -> {
                boolean strong = command.def().list("items").stream()
                        .anyMatch(option -> STRONG_OPTIONS.contains(option.text("defname")));
                // Those of a view are security_barrier and its like.
                yield strong || table.kind() == Relation.Kind.VIEW
                        ? LockMode.ACCESS_EXCLUSIVE
                        : LockMode.SHARE_UPDATE_EXCLUSIVE;
            }
            default -> LockMode.ACCESS_EXCLUSIVE;
        };
    }

    private static void run(Command command, Alteration alteration) {
        switch (command.type()) {
            case "AddColumn" -> new Columns(alteration).add(command);
            case "DropColumn" -> new Columns(alteration).drop(command.name());
            case "AlterColumnType" -> new Columns(alteration).retype(command);
            case "SetNotNull" -> new NotNulls(alteration).set(command.name(), true);
            case "DropNotNull" -> new NotNulls(alteration).drop(command.name());
            case "SetExpression" -> new Columns(alteration).computed(command.name());
            case "ColumnDefault", "CookedColumnDefault", "SetStatistics", "SetStorage", "DropExpression" ->
                alteration.everywhere();
            case "AddIdentity", "SetIdentity", "DropIdentity" -> new Columns(alteration).identity(command);
            case "AddConstraint" -> new Constraints(alteration).add(command.def());
            case "ValidateConstraint" -> new Constraints(alteration).validate(command.name());
            case "DropConstraint" -> new Constraints(alteration).drop(command.name());
            case "AlterConstraint" -> new Constraints(alteration).alter(command.def());
            case "AttachPartition" -> new Partitions(alteration).attach(command.def());
            case "DetachPartition", "DetachPartitionFinalize" -> new Partitions(alteration).detach(command);
            default -> new WholeTable(alteration).run(command);
        }
    }

    /** An index has little that can be altered. */
    private void index(Command command, Relation index) {
        switch (command.type()) {
            case "AttachPartition" -> {
                Relation part = world.relation(command.def().child("name"));
                impact.lock(part, LockMode.ACCESS_EXCLUSIVE);
                part.owner().map(world::relation).ifPresent(it -> impact.lock(it, LockMode.ACCESS_SHARE));
                index.owner().map(world::relation).ifPresent(it -> impact.lock(it, LockMode.ACCESS_SHARE));
            }
            case "SetTableSpace" -> {
                if (WholeTable.moves(command, index)) {
                    index.owner().map(world::relation).ifPresent(impact::build);
                }
            }
            default -> {
                // Changes the catalog alone.
            }
        }
    }

    /** The tables that are made of the type change with it. */
    private void composite(Command command, Relation type) {
        for (Relation table : world.typedBy(type)) {
            switch (command.type()) {
                case "AddColumn", "DropColumn" -> impact.lock(table, LockMode.ACCESS_EXCLUSIVE);
                case "AlterColumnType" -> {
                    impact.lock(table, LockMode.ACCESS_EXCLUSIVE);
                    Alteration alteration =
                            new Alteration(world, impact, table, false, LockMode.ACCESS_EXCLUSIVE, List.of(command));
                    new Columns(alteration).retype(command);
                }
                default -> {
                    // Another owner, or the like.
                }
            }
        }
    }
}
