package dev.plumbline.risk.effect;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /** One sub-command, and what it is about. */
    record Command(Tree tree, String type) {
        String name() {
            return tree.text("name");
        }

        Tree def() {
            return tree.child("def");
        }
    }

    void run(Tree statement) {
        QualifiedName name = world.name(statement.child("relation"));
        if (statement.flag("missing_ok") && world.known() && world.find(name).isEmpty()) {
            return;
        }
        Relation table = world.relation(name);
        boolean only = !statement.child("relation").flag("inh");
        List<Command> commands = statement.list("cmds").stream()
                .map(it -> new Command(it, it.text("subtype").replaceFirst("^AT_", "")))
                .toList();
        if (table.kind() == Relation.Kind.INDEX) {
            index(table, commands);
            return;
        }
        LockMode mode =
                commands.stream().map(this::mode).max(LockMode::compareTo).orElse(LockMode.ACCESS_EXCLUSIVE);
        impact.lock(table, mode);
        List<Relation> below = only ? List.of() : world.descendants(table);
        for (Command command : commands) {
            List<Relation> all = new ArrayList<>(List.of(table));
            if (only && command.type().equals("DropColumn")) {
                // They keep theirs, and are told that it is their own.
                world.children(table).forEach(child -> impact.lock(child, mode));
            }
            if (reaches(command, table)) {
                below.forEach(child -> impact.lock(child, modeBelow(command, mode)));
                all.addAll(below);
            }
            all.forEach(one -> run(command, one, table, commands));
        }
    }

    /** Up to PostgreSQL 17 the partitions' parts of a new index take no more than a new index of their own does. */
    private LockMode modeBelow(Command command, LockMode mode) {
        boolean key =
                switch (command.def().text("contype")) {
                    case "CONSTR_UNIQUE", "CONSTR_PRIMARY", "CONSTR_EXCLUSION" -> true;
                    default -> false;
                };
        return key && world.major() < 18 ? LockMode.SHARE : mode;
    }

    private LockMode mode(Command command) {
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
            case "SetRelOptions", "ResetRelOptions" ->
                listed(command).stream().anyMatch(option -> STRONG_OPTIONS.contains(option.text("defname")))
                        ? LockMode.ACCESS_EXCLUSIVE
                        : LockMode.SHARE_UPDATE_EXCLUSIVE;
            default -> LockMode.ACCESS_EXCLUSIVE;
        };
    }

    private static List<Tree> listed(Command command) {
        return command.def().list("items");
    }

    /** Whether it is carried out on partitions or children too. */
    private boolean reaches(Command command, Relation table) {
        boolean partitioned = table.kind() == Relation.Kind.PARTITIONED_TABLE;
        return switch (command.type()) {
            case "AddColumn",
                    "DropColumn",
                    "ColumnDefault",
                    "CookedColumnDefault",
                    "SetNotNull",
                    "AlterColumnType",
                    "SetStatistics",
                    "SetStorage",
                    "SetExpression",
                    "DropExpression",
                    "DropConstraint",
                    "ValidateConstraint",
                    "AlterConstraint" -> true;
            case "DropNotNull" -> partitioned || world.major() >= 18;
            case "AddConstraint" -> reachesConstraint(command.def(), partitioned);
            case "AddIdentity", "SetIdentity", "DropIdentity" -> partitioned && world.major() >= 17;
            case "EnableTrig",
                    "EnableAlwaysTrig",
                    "EnableReplicaTrig",
                    "EnableTrigAll",
                    "EnableTrigUser",
                    "DisableTrig",
                    "DisableTrigAll",
                    "DisableTrigUser" -> partitioned;
            default -> false;
        };
    }

    private boolean reachesConstraint(Tree constraint, boolean partitioned) {
        return switch (constraint.text("contype")) {
            case "CONSTR_CHECK" -> world.major() >= 18 || !constraint.flag("is_no_inherit");
            case "CONSTR_NOTNULL" -> true;
            case "CONSTR_UNIQUE", "CONSTR_PRIMARY", "CONSTR_EXCLUSION", "CONSTR_FOREIGN" -> partitioned;
            default -> false;
        };
    }

    private void run(Command command, Relation one, Relation named, List<Command> all) {
        switch (command.type()) {
            case "AddColumn" -> new Columns(world, impact).add(command, one);
            case "DropColumn" -> {
                if (one.column(command.name()).isPresent()) {
                    new Dropping(world, impact).column(one, command.name());
                }
            }
            case "AlterColumnType" -> new Columns(world, impact).retype(command, one, all);
            case "SetNotNull" -> new Columns(world, impact).requires(command.name(), one);
            case "SetExpression" -> {
                if (one.column(command.name()).map(Relation.Column::stored).orElse(true)) {
                    impact.rewrite(one);
                }
            }
            case "AddIdentity" -> {
                // The rows keep what they have.
            }
            case "SetIdentity", "DropIdentity" -> identity(command, one);
            case "AddConstraint" -> new Constraints(world, impact).add(command.def(), one, named);
            case "ValidateConstraint" -> new Constraints(world, impact).validate(command.name(), one);
            case "DropConstraint" -> {
                if (one.key(command.name()).isPresent()) {
                    new Dropping(world, impact).constraint(one, command.name());
                }
            }
            case "SetLogged", "SetUnLogged" -> persistence(one, command.type().equals("SetLogged"));
            case "SetTableSpace" -> impact.rewrite(one);
            case "SetAccessMethod" -> impact.unsure(one, "whether it has that access method already");
            case "ChangeOwner" -> {
                one.indexes().forEach(index -> impact.lock(one, index.name(), LockMode.ACCESS_EXCLUSIVE));
                world.sequencesOf(one.name()).forEach(sequence -> impact.lock(sequence, LockMode.ACCESS_EXCLUSIVE));
            }
            case "AttachPartition" -> new Partitions(world, impact).attach(command.def(), one);
            case "DetachPartition", "DetachPartitionFinalize" -> new Partitions(world, impact).detach(command, one);
            case "AddInherit" -> {
                impact.lock(world.relation(command.def()), LockMode.SHARE_UPDATE_EXCLUSIVE);
            }
            case "DropInherit" -> impact.lock(world.relation(command.def()), LockMode.ACCESS_SHARE);
            case "ClusterOn" -> impact.lock(one, sibling(one, command.name()), LockMode.SHARE_UPDATE_EXCLUSIVE);
            case "ReplicaIdentity" -> {
                if (!command.def().text("name").isEmpty()) {
                    impact.lock(one, sibling(one, command.def().text("name")), LockMode.SHARE);
                }
            }
            default -> {
                // Changes the catalog alone.
            }
        }
    }

    private static QualifiedName sibling(Relation table, String index) {
        return new QualifiedName(table.name().schema(), index);
    }

    private void identity(Command command, Relation table) {
        LockMode mode = command.type().equals("SetIdentity") ? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
        world.sequencesOf(table.name()).stream()
                .filter(sequence ->
                        sequence.ownerColumn().filter(command.name()::equals).isPresent())
                .forEach(sequence -> impact.lock(sequence, mode));
    }

    private void persistence(Relation table, boolean logged) {
        Optional<Boolean> is = table.known() ? Optional.of(table.logged()) : Optional.empty();
        if (is.isEmpty()) {
            impact.unsure(table, "whether it is " + (logged ? "logged" : "unlogged") + " already");
        } else if (is.get() != logged) {
            impact.rewrite(table);
            world.sequencesOf(table.name()).forEach(sequence -> impact.lock(sequence, LockMode.ACCESS_EXCLUSIVE));
        }
    }

    /** An index has little that can be altered. */
    private void index(Relation index, List<Command> commands) {
        LockMode mode = LockMode.SHARE_UPDATE_EXCLUSIVE;
        for (Command command : commands) {
            switch (command.type()) {
                case "AttachPartition" -> {
                    Relation part = world.relation(command.def().child("name"));
                    impact.lock(part, LockMode.ACCESS_EXCLUSIVE);
                    part.owner().map(world::relation).ifPresent(it -> impact.lock(it, LockMode.ACCESS_SHARE));
                    index.owner().map(world::relation).ifPresent(it -> impact.lock(it, LockMode.ACCESS_SHARE));
                }
                case "SetTableSpace" -> {
                    mode = LockMode.ACCESS_EXCLUSIVE;
                    index.owner().map(world::relation).ifPresent(impact::build);
                }
                default -> mode = mode.or(mode(command));
            }
        }
        impact.lock(index, mode);
    }

    /** Whether a column is NOT NULL already, or a check that was validated says so. */
    static boolean isProved(Relation table, String column) {
        return table.column(column).filter(Relation.Column::notNull).isPresent()
                || table.keys().stream()
                        .filter(key -> key.type() == Constraint.Type.CHECK && key.validated())
                        .anyMatch(key -> NotNullProof.proves(key.expression(), column));
    }
}
