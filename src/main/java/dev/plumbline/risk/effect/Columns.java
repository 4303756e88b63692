package dev.plumbline.risk.effect;

import dev.plumbline.model.Constraint;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.Types;
import dev.plumbline.risk.World;
import dev.plumbline.risk.effect.Alteration.Command;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;

/** Columns that come, go, or get another type. */
final class Columns {
    private static final int IDENTITY_OF_PARTITIONS_SINCE = 17;

    private final Alteration alteration;
    private final World world;
    private final Impact impact;
    private final Relation table;

    Columns(Alteration alteration) {
        this.alteration = alteration;
        this.world = alteration.world();
        this.impact = alteration.impact();
        this.table = alteration.table();
    }

    void add(Command command) {
        Tree column = command.def();
        if (command.tree().flag("missing_ok")
                && table.column(column.text("colname")).isPresent()) {
            return;
        }
        NewColumn added = NewColumn.of(column, world);
        add(added, table);
        added.references().forEach(to -> {
            Creation.references(to, world, impact);
            if (added.defaulted()) {
                impact.unsure(to, "how the planner has the foreign key checked");
            }
        });
    }

    /** A child that has it already is only told that its parent has it too. */
    private void add(NewColumn column, Relation one) {
        boolean isNamed = one.equals(table);
        boolean keyed = isNamed || alteration.isPartitioned();
        if (column.indexed() && keyed) {
            impact.build(one);
        }
        if (column.written() || world.isConstrained(column.type())) {
            impact.rewrite(one);
        } else if (column.unsure()) {
            impact.unsure(one, "whether the default is volatile");
        } else if (column.checked()
                || (column.checkedHere() && isNamed)
                || (column.required() && !column.defaulted())
                || (!column.references().isEmpty() && column.defaulted() && keyed)) {
            impact.scan(one);
        }
        if (!alteration.only()) {
            for (Relation child : alteration.children(one)) {
                if (child.column(column.name()).isEmpty()) {
                    add(column, child);
                }
            }
        }
    }

    void drop(String name) {
        if (table.column(name).isPresent()) {
            drop(table, name, alteration.only());
        }
    }

    /** The children's goes too, where they have it from no one else; it becomes their own after {@code ONLY}. */
    private void drop(Relation one, String name, boolean only) {
        for (Relation child : alteration.children(one)) {
            child.column(name)
                    .filter(column -> !only && column.descent().goesWithParent())
                    .ifPresent(_ -> drop(child, name, false));
        }
        new Dropping(world, impact).column(one, name);
    }

    /** {@code SET EXPRESSION}. */
    void computed(String name) {
        for (Relation one : alteration.everywhere()) {
            if (one.column(name).map(Relation.Column::stored).orElse(true)) {
                impact.rewrite(one);
            }
        }
    }

    void identity(Command command) {
        if (alteration.isPartitioned() && alteration.since(IDENTITY_OF_PARTITIONS_SINCE)) {
            alteration.everywhere();
        }
        if (command.type().equals("AddIdentity")) {
            // The rows keep what they have.
            return;
        }
        LockMode mode = command.type().equals("SetIdentity") ? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
        world.sequencesOf(table.name()).stream()
                .filter(sequence -> sequence.ofIdentity()
                        && sequence.ownerColumn().filter(command.name()::equals).isPresent())
                .forEach(sequence -> impact.lock(sequence, mode));
    }

    void retype(Command command) {
        for (Relation one : alteration.everywhere()) {
            retype(command, one);
        }
        if (alteration.isPartitioned()) {
            remade(command.name());
        }
    }

    private void retype(Command command, Relation one) {
        String name = command.name();
        String to = Types.format(command.def().child("typeName"), world);
        String from = one.column(name).map(Relation.Column::type).orElse("");
        Retype.Verdict verdict =
                new Retype(world).of(name, from, to, command.def().child("raw_default"));
        switch (verdict) {
            case REWRITES -> impact.rewrite(one);
            case UNSURE ->
                impact.unsure(
                        one,
                        from.isEmpty()
                                ? "the type that " + name + " has now"
                                : "the TimeZone of the session: only in UTC no row changes");
            case STAYS -> stays(command, one, from, to);
        }
        boolean compared = verdict != Retype.Verdict.STAYS || !Opclasses.same(base(from), base(to));
        dependents(name, one, compared);
    }

    /** Plain indexes over the column keep their files where they order alike; checks are made again, and check. */
    private void stays(Command command, Relation one, String from, String to) {
        String name = command.name();
        if (isSame(from, to) && command.def().child("collClause").isNone()) {
            // Still it is taken for a change: what computes from the column is made again.
            if (one.column(name).map(it -> it.collation().isEmpty()).orElse(true)
                    && command.def().child("raw_default").isNone()) {
                return;
            }
        }
        boolean collated = !command.def().child("collClause").isNone();
        for (Relation.Index index : one.indexes()) {
            if (index.columns().contains(name)
                    && (index.computes() || collated || !Opclasses.same(base(from), base(to)))) {
                impact.build(one);
            }
        }
        if (one.keys().stream()
                .anyMatch(key -> key.type() == Constraint.Type.CHECK
                        && key.validated()
                        && key.columns().contains(name))) {
            impact.scan(one);
        }
    }

    private String base(String type) {
        return world.domain(type).map(domain -> base(domain.base())).orElse(type);
    }

    private static boolean isSame(String from, String to) {
        return from.equals(to) || from.endsWith("." + to);
    }

    /** An index of the partitioned table alone is made again for all partitions. */
    private void remade(String name) {
        for (Relation.Index index : table.indexes()) {
            if (index.columns().contains(name)) {
                Indexing.parts(table, index, false, world, impact);
            }
        }
    }

    /** What is made again with the column: its indexes, and the keys on both of their sides. */
    private void dependents(String column, Relation one, boolean compared) {
        one.indexes().stream()
                .filter(index -> index.columns().contains(column))
                .forEach(index -> impact.lock(one, index.name(), LockMode.ACCESS_EXCLUSIVE));
        for (Relation.Key key : one.keys()) {
            if (key.columns().contains(column)) {
                key.references().map(world::relation).ifPresent(to -> {
                    pointed(to);
                    if (compared && key.validated()) {
                        impact.scan(one);
                    }
                });
            }
        }
        for (World.Pointer pointer : world.pointersTo(one.name())) {
            if (pointer.references().contains(column)) {
                List<Relation> from = new java.util.ArrayList<>(List.of(pointer.from()));
                from.addAll(world.descendants(pointer.from()));
                from.forEach(it -> {
                    impact.lock(it, LockMode.ACCESS_EXCLUSIVE);
                    if (compared && pointer.key().validated()) {
                        impact.scan(it);
                    }
                });
            }
        }
    }

    private void pointed(Relation to) {
        String onWhat = "how the planner has the foreign key checked";
        impact.lock(to, LockMode.ACCESS_EXCLUSIVE);
        impact.unsure(to, onWhat);
        for (Relation part : world.descendants(to)) {
            impact.lock(part, LockMode.ACCESS_EXCLUSIVE);
            impact.unsure(part, onWhat);
        }
    }
}
