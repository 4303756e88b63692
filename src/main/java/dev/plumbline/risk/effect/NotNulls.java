package dev.plumbline.risk.effect;

import dev.plumbline.model.Constraint;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import java.util.List;
import java.util.Optional;

/** Columns that refuse NULL from now on, or take it again. */
final class NotNulls {
    /** From this version on it is a constraint with a name, and is inherited as a check is. */
    static final int NAMED_SINCE = 18;

    private final Alteration alteration;
    private final World world;
    private final Impact impact;

    NotNulls(Alteration alteration) {
        this.alteration = alteration;
        this.world = alteration.world();
        this.impact = alteration.impact();
    }

    /** {@code SET NOT NULL}. */
    void set(String column, boolean checks) {
        Relation table = alteration.table();
        if (alteration.since(NAMED_SINCE)) {
            setNamed(column, table, checks);
            return;
        }
        // A partitioned table's NOT NULL is its partitions' for sure, that of a parent may be its own.
        if (alteration.isPartitioned() && isNotNull(table, column)) {
            return;
        }
        for (Relation one : alteration.everywhere()) {
            requires(column, one, checks);
        }
    }

    private void setNamed(String column, Relation table, boolean checks) {
        if (isNotNull(table, column)) {
            boolean open = key(table, column).filter(key -> !key.validated()).isPresent();
            if (open && checks) {
                validate(column, table);
            }
            return;
        }
        requires(column, table, checks);
        if (!alteration.only()) {
            alteration.children(table).forEach(child -> {
                if (!isNotNull(child, column)) {
                    setNamed(column, child, checks);
                }
            });
        }
    }

    /** {@code VALIDATE CONSTRAINT}, of one that is not valid yet. */
    void validate(String column, Relation table) {
        List<Relation> all = world.descendants(table);
        all.forEach(child -> impact.lock(child, alteration.mode()));
        requires(column, table, true);
        all.stream()
                .filter(child ->
                        key(child, column).filter(key -> !key.validated()).isPresent())
                .forEach(child -> requires(column, child, true));
    }

    private boolean isNotNull(Relation table, String column) {
        return !isDropped(table, column)
                && table.column(column).filter(Relation.Column::notNull).isPresent();
    }

    /** What goes by the same statement goes first. */
    private boolean isDropped(Relation table, String column) {
        boolean drops = alteration.commands().stream()
                .anyMatch(it -> it.type().equals("DropNotNull") && it.name().equals(column));
        return drops
                && (table.equals(alteration.table())
                        || !alteration.since(NAMED_SINCE)
                        || key(table, column)
                                .filter(it -> it.descent().goesWithParent())
                                .isPresent());
    }

    private static Optional<Relation.Key> key(Relation table, String column) {
        return table.keys().stream()
                .filter(key ->
                        key.type() == Constraint.Type.NOT_NULL && key.columns().equals(List.of(column)))
                .findFirst();
    }

    private void requires(String column, Relation table, boolean checks) {
        if (!checks || (isProved(table, column) && !isDropped(table, column))) {
            return;
        }
        if (table.known() || table.column(column).isPresent()) {
            impact.scan(table);
        } else {
            impact.unsure(table, "whether a validated check proves that no row holds NULL");
        }
    }

    /** Whether a column is NOT NULL already, or a check that was validated says so. */
    static boolean isProved(Relation table, String column) {
        boolean already = table.column(column).filter(Relation.Column::notNull).isPresent()
                && key(table, column).filter(key -> !key.validated()).isEmpty();
        return already
                || table.keys().stream()
                        .filter(key -> key.type() == Constraint.Type.CHECK && key.validated())
                        .anyMatch(key -> NotNullProof.proves(key.expression(), column));
    }

    /** {@code DROP NOT NULL}. */
    void drop(String column) {
        if (!alteration.since(NAMED_SINCE)) {
            alteration.everywhere();
            return;
        }
        Relation table = alteration.table();
        Optional<Relation.Key> key = key(table, column);
        if (key.isPresent()) {
            new Constraints(alteration).dropInherited(table, key.get(), alteration.only());
        } else if (!table.known()) {
            alteration.everywhere();
        }
    }
}
