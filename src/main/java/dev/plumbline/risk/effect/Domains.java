package dev.plumbline.risk.effect;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;
import java.util.HashSet;
import java.util.Set;

/** A domain is checked in every table that has a column of it. */
final class Domains {
    private final World world;
    private final Impact impact;

    Domains(World world, Impact impact) {
        this.world = world;
        this.impact = impact;
    }

    void alter(Tree statement) {
        QualifiedName name = world.typeOf(statement.names("typeName"));
        String type = world.nameOf(name);
        boolean checks =
                switch (statement.text("subtype")) {
                    // ADD CONSTRAINT, VALIDATE CONSTRAINT, SET NOT NULL: see AlterDomainStmt in parsenodes.h.
                    case "C" -> !statement.child("def").flag("skip_validation");
                    case "O" -> world.domain(type).filter(World.Domain::notNull).isEmpty();
                    case "V" -> true;
                    default -> false;
                };
        if (!checks) {
            return;
        }
        Set<String> over = new HashSet<>(Set.of(type));
        world.domainsOver(type, over);
        for (Relation table : world.relations()) {
            if (table.hasRows() && table.columns().stream().anyMatch(column -> over.contains(column.type()))) {
                impact.lock(table, LockMode.SHARE);
                impact.scan(table);
            }
        }
    }
}
