package dev.plumbline.risk.effect;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;

/** Constraints that come, or are checked. */
final class Constraints {
    private final World world;
    private final Impact impact;

    Constraints(World world, Impact impact) {
        this.world = world;
        this.impact = impact;
    }

    void add(Tree constraint, Relation table, Relation named) {
        boolean checks = !constraint.flag("skip_validation") && isEnforced(constraint);
        switch (constraint.text("contype")) {
            case "CONSTR_CHECK" -> {
                boolean child = !table.name().equals(named.name());
                if (checks && !(constraint.flag("is_no_inherit") && child)) {
                    impact.scan(table);
                }
            }
            case "CONSTR_NOTNULL" -> {
                if (checks) {
                    constraint.names("keys").forEach(column -> new Columns(world, impact).requires(column, table));
                }
            }
            case "CONSTR_FOREIGN" -> foreign(constraint, table, checks);
            case "CONSTR_UNIQUE", "CONSTR_PRIMARY", "CONSTR_EXCLUSION" -> index(constraint, table);
            default -> {
                // A default or an attribute.
            }
        }
    }

    private static boolean isEnforced(Tree constraint) {
        return constraint.flag("is_enforced") || constraint.text("contype").equals("CONSTR_NOTNULL");
    }

    private void foreign(Tree constraint, Relation table, boolean checks) {
        Relation to = world.relation(constraint.child("pktable"));
        Creation.references(to, world, impact);
        if (checks) {
            impact.scan(table);
            maybeScanned(to);
        }
    }

    /** The planner decides whether the rows that are pointed to are read one by one or all. */
    private void maybeScanned(Relation to) {
        String onWhat = "how the planner has the foreign key checked";
        impact.unsure(to, onWhat);
        world.descendants(to).forEach(part -> impact.unsure(part, onWhat));
    }

    private void index(Tree constraint, Relation table) {
        String existing = constraint.text("indexname");
        if (existing.isEmpty()) {
            impact.build(table);
            return;
        }
        QualifiedName index = new QualifiedName(table.name().schema(), existing);
        impact.lock(table, index, LockMode.SHARE_UPDATE_EXCLUSIVE);
        if (constraint.text("contype").equals("CONSTR_PRIMARY")) {
            table.indexes().stream()
                    .filter(it -> it.name().equals(index))
                    .flatMap(it -> it.columns().stream())
                    .forEach(column -> new Columns(world, impact).requires(column, table));
            if (!table.known()) {
                impact.unsure(table, "whether the columns are NOT NULL already");
            }
        }
    }

    void validate(String name, Relation table) {
        table.key(name).ifPresent(key -> {
            if (key.validated()) {
                return;
            }
            impact.scan(table);
            key.references().map(world::relation).ifPresent(to -> {
                impact.lock(to, LockMode.ROW_SHARE);
                maybeScanned(to);
            });
        });
        if (!table.known() && table.key(name).isEmpty()) {
            impact.scan(table);
        }
        boolean foreign = table.key(name)
                .filter(key -> key.type() == Constraint.Type.FOREIGN_KEY)
                .isPresent();
        if (foreign && table.kind() == Relation.Kind.PARTITIONED_TABLE) {
            world.descendants(table).forEach(impact::scan);
        }
    }
}
