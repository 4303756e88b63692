package dev.plumbline.risk.effect;

import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;

/** A domain is checked in every table that has a column of it. */
final class Domains {
    private final World world;
    private final Impact impact;

    Domains(World world, Impact impact) {
        this.world = world;
        this.impact = impact;
    }

    void alter(Tree statement) {
        boolean checks =
                switch (statement.text("subtype")) {
                    // ADD CONSTRAINT, VALIDATE CONSTRAINT, SET NOT NULL: see AlterDomainStmt in parsenodes.h.
                    case "C", "AD_AddConstraint" -> !statement.child("def").flag("skip_validation");
                    case "V", "O", "AD_ValidateConstraint", "AD_SetNotNull" -> true;
                    default -> false;
                };
        if (!checks) {
            return;
        }
        List<String> names = statement.names("typeName");
        String domain = names.getLast();
        for (Relation table : world.tables()) {
            if (table.hasRows() && table.columns().stream().anyMatch(column -> isOf(column.type(), domain))) {
                impact.lock(table, LockMode.SHARE);
                impact.scan(table);
            }
        }
    }

    private static boolean isOf(String type, String domain) {
        return type.equals(domain) || type.endsWith("." + domain);
    }
}
