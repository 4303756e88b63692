package dev.plumbline.risk.effect;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Constraints that come, change, are checked, or go. */
final class Constraints {
    private static final int ALL_CONSTRAINTS_LOCK_CHILDREN_SINCE = 18;

    private final Alteration alteration;
    private final World world;
    private final Impact impact;
    private final Relation table;

    Constraints(Alteration alteration) {
        this.alteration = alteration;
        this.world = alteration.world();
        this.impact = alteration.impact();
        this.table = alteration.table();
    }

    void add(Tree constraint) {
        if (alteration.since(ALL_CONSTRAINTS_LOCK_CHILDREN_SINCE)) {
            alteration.everywhere();
        }
        boolean checks = !constraint.flag("skip_validation") && isEnforced(constraint);
        switch (constraint.text("contype")) {
            case "CONSTR_CHECK" -> {
                if (constraint.flag("is_no_inherit")) {
                    scan(table, checks);
                } else {
                    check(table, constraint.text("conname"), checks);
                }
            }
            case "CONSTR_NOTNULL" -> {
                for (String column : constraint.names("keys")) {
                    if (constraint.flag("is_no_inherit")) {
                        new NotNulls(new Alteration(
                                        world, impact, table, true, alteration.mode(), alteration.commands()))
                                .set(column, checks);
                    } else {
                        new NotNulls(alteration).set(column, checks);
                    }
                }
            }
            case "CONSTR_FOREIGN" -> foreign(constraint, checks);
            case "CONSTR_UNIQUE", "CONSTR_PRIMARY", "CONSTR_EXCLUSION" -> index(constraint);
            default -> {
                // A default or an attribute.
            }
        }
    }

    private void scan(Relation one, boolean checks) {
        if (checks) {
            impact.scan(one);
        }
    }

    /** A child that has it already is only told that its parent has it too. */
    private void check(Relation one, String name, boolean checks) {
        scan(one, checks);
        if (!alteration.only()) {
            for (Relation child : alteration.children(one)) {
                if (child.key(name).isEmpty()) {
                    check(child, name, checks);
                }
            }
        }
    }

    private static boolean isEnforced(Tree constraint) {
        return constraint.flag("is_enforced") || constraint.text("contype").equals("CONSTR_NOTNULL");
    }

    private void foreign(Tree constraint, boolean checks) {
        Relation to = world.relation(constraint.child("pktable"));
        Creation.references(to, world, impact);
        List<Relation> all = alteration.isPartitioned() ? alteration.everywhere() : List.of(table);
        if (checks) {
            all.forEach(impact::scan);
            maybeScanned(to);
        }
    }

    /** The planner decides whether the rows that are pointed to are read one by one or all. */
    private void maybeScanned(Relation to) {
        String onWhat = "how the planner has the foreign key checked";
        impact.unsure(to, onWhat);
        world.descendants(to).forEach(part -> impact.unsure(part, onWhat));
    }

    private void index(Tree constraint) {
        String existing = constraint.text("indexname");
        List<String> required = new ArrayList<>();
        if (constraint.text("contype").equals("CONSTR_PRIMARY")) {
            required.addAll(constraint.names("keys"));
        }
        if (!existing.isEmpty()) {
            QualifiedName index = new QualifiedName(table.name().schema(), existing);
            impact.lock(table, index, LockMode.SHARE_UPDATE_EXCLUSIVE);
            if (constraint.text("contype").equals("CONSTR_PRIMARY")) {
                table.index(index).ifPresent(it -> required.addAll(it.keys()));
                if (!table.known()) {
                    impact.unsure(table, "whether the columns are NOT NULL already");
                }
            }
        }
        if (alteration.since(ALL_CONSTRAINTS_LOCK_CHILDREN_SINCE)
                && required.stream().anyMatch(this::takesNull)) {
            // With ONLY, the children must have theirs already.
            alteration.lockedBelow(alteration.mode());
        }
        required.forEach(column -> new NotNulls(alteration).set(column, true));
        if (existing.isEmpty()) {
            impact.build(table);
            if (alteration.isPartitioned() && !alteration.only()) {
                // Up to PostgreSQL 17 no more than a new index of their own takes.
                LockMode below = alteration.since(18) ? alteration.mode() : LockMode.SHARE;
                alteration.lockedBelow(below);
                Relation.Index index = like(constraint);
                Indexing.parts(table, index, true, world, impact);
            }
        }
    }

    private boolean takesNull(String column) {
        return table.column(column).filter(it -> !it.notNull()).isPresent();
    }

    /** The index that a constraint is going to have. */
    private Relation.Index like(Tree constraint) {
        List<String> keys = new ArrayList<>(constraint.names("keys"));
        boolean computes = !constraint.child("where_clause").isNone();
        for (Tree exclusion : constraint.list("exclusions")) {
            String column = exclusion.list("items").getFirst().text("name");
            computes |= column.isEmpty();
            keys.add(column);
        }
        Set<String> columns = new HashSet<>(keys);
        columns.addAll(constraint.names("including"));
        String method = constraint.text("access_method");
        return new Relation.Index(
                table.name(),
                method.isEmpty() ? "btree" : method,
                keys,
                List.of(),
                columns,
                computes,
                computes ? Indexing.NEVER_THE_SAME : "",
                !constraint.text("contype").equals("CONSTR_EXCLUSION"),
                Optional.empty());
    }

    void validate(String name) {
        Optional<Relation.Key> found = table.key(name);
        if (found.isEmpty()) {
            if (!table.known()) {
                impact.scan(table);
            }
            return;
        }
        Relation.Key key = found.get();
        if (key.validated()) {
            return;
        }
        switch (key.type()) {
            case NOT_NULL -> new NotNulls(alteration).validate(key.columns().getFirst(), table);
            case FOREIGN_KEY -> {
                impact.scan(table);
                key.references().map(world::relation).ifPresent(to -> {
                    impact.lock(to, LockMode.ROW_SHARE);
                    maybeScanned(to);
                });
                if (alteration.isPartitioned()) {
                    world.descendants(table).forEach(impact::scan);
                }
            }
            default -> {
                impact.scan(table);
                if (!key.noInherit()) {
                    alteration.lockedBelow(alteration.mode()).stream()
                            .filter(child -> child.key(name)
                                    .filter(it -> !it.validated())
                                    .isPresent())
                            .forEach(impact::scan);
                }
            }
        }
    }

    void drop(String name) {
        table.key(name).ifPresent(key -> dropInherited(table, key, alteration.only()));
    }

    /** The children's goes too, where they have it from no one else; it becomes their own after {@code ONLY}. */
    void dropInherited(Relation from, Relation.Key key, boolean only) {
        boolean inherits = key.type() == Constraint.Type.CHECK || key.type() == Constraint.Type.NOT_NULL;
        if (inherits && !key.noInherit()) {
            for (Relation child : alteration.children(from)) {
                child.keys().stream()
                        .filter(it -> it.type() == key.type()
                                && (key.type() == Constraint.Type.CHECK
                                        ? it.name().equals(key.name())
                                        : it.columns().equals(key.columns())))
                        .filter(it -> !only && it.descent().goesWithParent())
                        .findFirst()
                        .ifPresent(own -> dropInherited(child, own, false));
            }
        }
        new Dropping(world, impact).constraint(from, key.name());
    }

    void alter(Tree def) {
        Optional<Relation.Key> found = table.key(def.text("conname"));
        if (found.isEmpty()) {
            return;
        }
        Relation.Key key = found.get();
        if (def.flag("alterInheritability")) {
            if (key.noInherit() != def.flag("noinherit")) {
                alteration.children(table);
            }
            return;
        }
        if (alteration.isPartitioned()) {
            world.descendants(table).forEach(child -> impact.lock(child, alteration.mode()));
        }
        if (def.flag("alterEnforceability") && key.enforced() != def.flag("is_enforced")) {
            enforced(key, def.flag("is_enforced"));
        }
    }

    /** Triggers come to both tables, or go. */
    private void enforced(Relation.Key key, boolean is) {
        key.references().map(world::relation).ifPresent(to -> {
            LockMode mode = is ? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
            impact.lock(to, mode);
            world.descendants(to).forEach(part -> impact.lock(part, mode));
            if (is) {
                impact.scan(table);
                world.descendants(table).forEach(impact::scan);
                maybeScanned(to);
            }
        });
    }
}
