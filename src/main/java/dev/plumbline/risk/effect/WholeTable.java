package dev.plumbline.risk.effect;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.risk.effect.Alteration.Command;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sub-commands of {@code ALTER TABLE} that concern no single column or constraint. */
final class WholeTable {
    private final Alteration alteration;
    private final World world;
    private final Impact impact;
    private final Relation table;

    WholeTable(Alteration alteration) {
        this.alteration = alteration;
        this.world = alteration.world();
        this.impact = alteration.impact();
        this.table = alteration.table();
    }

    void run(Command command) {
        switch (command.type()) {
            case "SetLogged", "SetUnLogged" -> persistence(command.type().equals("SetLogged"));
            case "SetTableSpace" -> {
                if (moves(command, table)) {
                    impact.rewrite(table);
                }
            }
            case "SetAccessMethod" -> impact.unsure(table, "whether it has that access method already");
            case "ChangeOwner" -> owner(command.tree().child("newowner"));
            case "AddInherit" -> {
                impact.lock(world.relation(command.def()), LockMode.SHARE_UPDATE_EXCLUSIVE);
            }
            case "DropInherit" -> impact.lock(world.relation(command.def()), LockMode.ACCESS_SHARE);
            // It is looked at in the mode that the table is locked in.
            case "ClusterOn" -> impact.lock(table, sibling(command.name()), alteration.mode());
            case "ReplicaIdentity" -> {
                if (!command.def().text("name").isEmpty()) {
                    impact.lock(table, sibling(command.def().text("name")), LockMode.SHARE);
                }
            }
            case "EnableTrig", "EnableAlwaysTrig", "EnableReplicaTrig", "DisableTrig" ->
                triggers(command.name(), false);
            case "EnableTrigAll", "DisableTrigAll" -> triggers("", true);
            case "EnableTrigUser", "DisableTrigUser" -> triggers("", false);
            default -> {
                // Changes the catalog alone.
            }
        }
    }

    private QualifiedName sibling(String index) {
        return new QualifiedName(table.name().schema(), index);
    }

    /** Whether it is somewhere else now. That a database's own tablespace is another than pg_default is not known. */
    static boolean moves(Command command, Relation relation) {
        String to = command.name().equals("pg_default") ? "" : command.name();
        return !relation.tablespace().equals(to);
    }

    private void persistence(boolean logged) {
        Optional<Boolean> is = table.known() ? Optional.of(table.logged()) : Optional.empty();
        if (is.isEmpty()) {
            impact.unsure(table, "whether it is " + (logged ? "logged" : "unlogged") + " already");
        } else if (is.get() != logged) {
            impact.rewrite(table);
            world.sequencesOf(table.name()).forEach(sequence -> impact.lock(sequence, LockMode.ACCESS_EXCLUSIVE));
        }
    }

    /** The indexes and sequences get the new owner too. */
    private void owner(Tree to) {
        String name = to.text("roletype").equals("ROLESPEC_CSTRING") ? to.text("rolename") : world.role();
        if (!name.isEmpty() && name.equals(table.role())) {
            return;
        }
        table.indexes().forEach(index -> impact.lock(table, index.name(), LockMode.ACCESS_EXCLUSIVE));
        world.sequencesOf(table.name()).forEach(sequence -> impact.lock(sequence, LockMode.ACCESS_EXCLUSIVE));
    }

    /** Row triggers are the partitions' too. {@code name} is empty for all. */
    private void triggers(String name, boolean system) {
        if (alteration.only() || !alteration.isPartitioned()) {
            return;
        }
        List<Relation> tables = new ArrayList<>(List.of(table));
        tables.addAll(world.wholes(table));
        boolean own = world.objects().stream()
                .filter(id -> id.kind() == ObjectKind.TRIGGER
                        && (name.isEmpty() || id.part().equals(name)))
                .filter(world::isForEachRow)
                .map(ObjectId::name)
                .anyMatch(of -> tables.stream().anyMatch(it -> it.name().equals(of)));
        boolean ofKeys = system
                && tables.stream()
                        .anyMatch(it -> it.keys().stream()
                                        .anyMatch(key -> key.references().isPresent() && key.enforced())
                                || world.pointersTo(it.name()).stream()
                                        .anyMatch(pointer -> pointer.key().enforced()));
        if (own || ofKeys || !table.known()) {
            alteration.everywhere();
        }
    }
}
