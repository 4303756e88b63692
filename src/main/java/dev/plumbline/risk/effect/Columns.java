package dev.plumbline.risk.effect;

import dev.plumbline.model.Constraint;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.Types;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Optional;

/** Columns that come, get another type, or refuse NULL from now on. */
final class Columns {
    private final World world;
    private final Impact impact;

    Columns(World world, Impact impact) {
        this.world = world;
        this.impact = impact;
    }

    /**
     * A column that has the same value in every row is kept in the catalog alone ({@code attmissingval}); any other is written into
     * every row.
     */
    void add(AlterTable.Command command, Relation table) {
        Tree column = command.def();
        if (command.tree().flag("missing_ok")
                && table.column(column.text("colname")).isPresent()) {
            return;
        }
        boolean written = Types.isSerial(column.child("typeName"));
        boolean defaulted = written;
        boolean checked = false;
        boolean required = false;
        boolean unsure = false;
        for (Tree constraint : column.list("constraints")) {
            switch (constraint.text("contype")) {
                case "CONSTR_DEFAULT" -> {
                    defaulted = !Expressions.isNull(constraint.child("raw_expr"));
                    Optional<Boolean> changes = Expressions.isVolatile(constraint.child("raw_expr"), world);
                    written |= changes.orElse(false);
                    unsure |= changes.isEmpty();
                }
                case "CONSTR_IDENTITY" -> written = true;
                // PostgreSQL 18 prints an s or a v; a virtual one holds nothing.
                case "CONSTR_GENERATED" ->
                    written |= !constraint.text("generated_kind").equals("v");
                case "CONSTR_NOTNULL" -> required = true;
                case "CONSTR_CHECK" -> checked = !constraint.flag("skip_validation");
                case "CONSTR_UNIQUE", "CONSTR_PRIMARY" -> impact.build(table);
                case "CONSTR_FOREIGN" -> foreign(constraint, table, defaulted || written);
                default -> {
                    // Deferrable and the like.
                }
            }
        }
        Optional<World.Domain> domain = world.domain(Types.format(column.child("typeName")));
        if (written || domain.filter(World.Domain::constrained).isPresent()) {
            impact.rewrite(table);
        } else if (unsure) {
            impact.unsure(table, "whether the default is volatile");
        } else if (checked || (required && !defaulted)) {
            impact.scan(table);
        }
    }

    private void foreign(Tree constraint, Relation table, boolean defaulted) {
        Relation to = world.relation(constraint.child("pktable"));
        Creation.references(to, world, impact);
        // NULL in every row points nowhere.
        if (defaulted) {
            impact.scan(table);
            impact.unsure(to, "how the planner has the foreign key checked");
        }
    }

    void requires(String column, Relation table) {
        if (!AlterTable.isProved(table, column)) {
            if (table.known() || table.column(column).isPresent()) {
                impact.scan(table);
            } else {
                impact.unsure(table, "whether a validated check proves that no row holds NULL");
            }
        }
    }

    void retype(AlterTable.Command command, Relation table, List<AlterTable.Command> all) {
        String name = command.name();
        String to = Types.format(command.def().child("typeName"));
        Optional<Relation.Column> column = table.column(name);
        String from = column.map(Relation.Column::type).orElse("");
        switch (new Retype(world).of(name, from, to, command.def().child("raw_default"))) {
            case REWRITES -> impact.rewrite(table);
            case UNSURE ->
                impact.unsure(
                        table,
                        from.isEmpty()
                                ? "the type that " + name + " has now"
                                : "the TimeZone of the session: only in UTC no row changes");
            case STAYS -> stays(command, table, from, to);
        }
        dependents(name, table);
    }

    /** Plain indexes over the column keep their files where they order alike; checks are made again, and check. */
    private void stays(AlterTable.Command command, Relation table, String from, String to) {
        String name = command.name();
        if (isSame(from, to) && command.def().child("collClause").isNone()) {
            // Still it is taken for a change: what computes from the column is made again.
            if (table.column(name).map(it -> it.collation().isEmpty()).orElse(true)
                    && command.def().child("raw_default").isNone()) {
                return;
            }
        }
        boolean collated = !command.def().child("collClause").isNone();
        for (Relation.Index index : table.indexes()) {
            if (index.columns().contains(name)
                    && (index.computes() || collated || !Opclasses.same(base(from), base(to)))) {
                impact.build(table);
            }
        }
        if (table.keys().stream()
                .anyMatch(key -> key.type() == Constraint.Type.CHECK
                        && key.validated()
                        && key.columns().contains(name))) {
            impact.scan(table);
        }
    }

    private String base(String type) {
        return world.domain(type).map(domain -> base(domain.base())).orElse(type);
    }

    private static boolean isSame(String from, String to) {
        return from.equals(to) || from.endsWith("." + to);
    }

    /** What is made again with the column: its indexes, and the keys on both of their sides. */
    private void dependents(String column, Relation table) {
        table.indexes().stream()
                .filter(index -> index.columns().contains(column))
                .forEach(index -> impact.lock(table, index.name(), LockMode.ACCESS_EXCLUSIVE));
        for (Relation.Key key : table.keys()) {
            if (key.columns().contains(column)) {
                key.references().map(world::relation).ifPresent(to -> {
                    impact.lock(to, LockMode.ACCESS_EXCLUSIVE);
                    impact.unsure(to, "how the planner has the foreign key checked");
                });
            }
        }
        for (World.Pointer pointer : world.pointersTo(table.name())) {
            if (pointer.references().contains(column)) {
                impact.lock(pointer.from(), LockMode.ACCESS_EXCLUSIVE);
                impact.scan(pointer.from());
            }
        }
    }
}
