package dev.plumbline.risk;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.QualifiedName;
import java.util.List;
import java.util.Optional;

/** What children and partitions have from their parents, and what becomes of it ({@code tablecmds.c}, PostgreSQL 18). */
final class FamilyCourse {
    private final World world;
    private final String text;

    FamilyCourse(World world, String text) {
        this.world = world;
        this.text = text;
    }

    /** The children get a column of a parent, or have it from one parent more. */
    void column(Relation parent, String name) {
        parent.column(name).ifPresent(column -> world.children(parent).forEach(child -> column(child, parent, column)));
    }

    private void column(Relation child, Relation parent, Relation.Column column) {
        Optional<Relation.Column> has = child.column(column.name());
        if (has.isPresent()) {
            child.put(has.get()
                    .with(has.get().descent().joined())
                    .withNotNull(has.get().notNull() || column.notNull()));
            return;
        }
        child.put(inherited(column, parent.kind() == Relation.Kind.PARTITIONED_TABLE)
                .withNotNull(false));
        if (column.notNull()) {
            requiresHere(child, column.name(), nameOf(parent, column.name()), Descent.INHERITED);
        }
        column(child, column.name());
    }

    private Relation.Column inherited(Relation.Column column, boolean partition) {
        boolean identity = column.identity() && partition && world.major() >= World.IDENTITY_OF_PARTITIONS_SINCE;
        return column.with(Descent.INHERITED).withIdentity(identity);
    }

    private static String nameOf(Relation table, String column) {
        return KeyCourse.notNull(table, column).map(Relation.Key::name).orElse("");
    }

    /** The column refuses NULL from now on, in the children too. */
    void requires(Relation table, String column, String name) {
        Descent own = Descent.OWN;
        if (table.column(column).filter(Relation.Column::notNull).isPresent()
                && (world.major() < KeyCourse.NOT_NULL_HAS_A_NAME_SINCE
                        || KeyCourse.notNull(table, column).isPresent())) {
            KeyCourse.notNull(table, column)
                    .ifPresent(
                            key -> table.put(key.with(key.descent().declared()).withValidated(true)));
            return;
        }
        requiresHere(table, column, name, own);
        inheritNotNull(table, column);
    }

    private void inheritNotNull(Relation table, String column) {
        for (Relation child : world.children(table)) {
            Optional<Relation.Key> has = KeyCourse.notNull(child, column);
            if (has.isPresent()) {
                child.put(has.get().with(has.get().descent().joined()).withValidated(true));
            } else if (child.column(column).isPresent()) {
                boolean was =
                        child.column(column).filter(Relation.Column::notNull).isPresent();
                requiresHere(child, column, nameOf(table, column), Descent.INHERITED);
                if (!was || world.major() >= KeyCourse.NOT_NULL_HAS_A_NAME_SINCE) {
                    inheritNotNull(child, column);
                }
            }
        }
    }

    private void requiresHere(Relation table, String column, String name, Descent descent) {
        new KeyCourse(world, text).requires(table, column, name, true, false);
        KeyCourse.notNull(table, column).ifPresent(key -> table.put(key.with(descent)));
    }

    /** Not NULL any more. */
    void allows(Relation table, String column) {
        table.column(column).ifPresent(it -> table.put(it.withNotNull(false)));
        Optional<Relation.Key> key = KeyCourse.notNull(table, column);
        key.ifPresent(it -> table.removeKey(it.name()));
        boolean below = table.kind() == Relation.Kind.PARTITIONED_TABLE
                || (world.major() >= KeyCourse.NOT_NULL_HAS_A_NAME_SINCE && key.isPresent());
        if (!below) {
            return;
        }
        for (Relation child : world.children(table)) {
            Optional<Relation.Key> has = KeyCourse.notNull(child, column);
            if (has.isEmpty()) {
                if (world.major() < KeyCourse.NOT_NULL_HAS_A_NAME_SINCE) {
                    allows(child, column);
                }
            } else if (has.get().descent().goesWithParent()) {
                allows(child, column);
            } else {
                child.put(has.get().with(has.get().descent().left()));
            }
        }
    }

    /** A check comes, in the children too. */
    void check(Relation table, Relation.Key key) {
        table.put(key);
        if (key.noInherit()) {
            return;
        }
        for (Relation child : world.children(table)) {
            Optional<Relation.Key> has = child.key(key.name());
            if (has.isPresent()) {
                child.put(has.get().with(has.get().descent().joined()));
            } else {
                check(child, key.with(Descent.INHERITED));
            }
        }
    }

    /** A foreign key comes, in the partitions too. */
    void foreign(Relation table, Relation.Key key) {
        table.put(key);
        if (table.kind() != Relation.Kind.PARTITIONED_TABLE) {
            return;
        }
        for (Relation child : world.children(table)) {
            foreignOf(child, key);
        }
    }

    private void foreignOf(Relation child, Relation.Key key) {
        Optional<Relation.Key> has = child.keys().stream()
                .filter(it -> it.type() == Constraint.Type.FOREIGN_KEY
                        && it.descent().parents() == 0
                        && it.columns().equals(key.columns())
                        && it.references().equals(key.references())
                        && it.pointed().equals(key.pointed()))
                .findFirst();
        if (has.isPresent()) {
            child.put(has.get().with(Descent.INHERITED));
            return;
        }
        String name = child.key(key.name()).isEmpty()
                ? key.name()
                : new GeneratedNames(world)
                        .constraint(child.name(), GeneratedNames.joined(key.columns()), "fkey", List.of());
        foreign(child, key.named(name).with(Descent.INHERITED));
    }

    /** A constraint is valid from now on, in the children too. */
    void validated(Relation table, String name) {
        table.key(name).filter(key -> !key.validated()).ifPresent(key -> {
            table.put(key.withValidated(true));
            for (Relation child : world.children(table)) {
                child.keys().stream()
                        .filter(it -> it.descent().parents() > 0 && isSame(it, key))
                        .toList()
                        .forEach(it -> validated(child, it.name()));
            }
        });
    }

    private static boolean isSame(Relation.Key a, Relation.Key b) {
        return a.type() == b.type()
                && switch (a.type()) {
                    case CHECK -> a.name().equals(b.name());
                    case FOREIGN_KEY ->
                        a.columns().equals(b.columns()) && a.references().equals(b.references());
                    default -> a.columns().equals(b.columns());
                };
    }

    /** A column goes; {@code only} leaves it to the children as their own. */
    void dropColumn(Relation table, String name, boolean only, DropCourse drop) {
        for (Relation child : world.children(table)) {
            child.column(name).ifPresent(column -> {
                if (only) {
                    child.put(column.with(column.descent().left().declared()));
                } else if (column.descent().goesWithParent()) {
                    dropColumn(child, name, false, drop);
                } else {
                    child.put(column.with(column.descent().left()));
                }
            });
        }
        drop.column(table, name);
    }

    /** A constraint goes; {@code only} leaves it to the children as their own. */
    void dropKey(Relation table, Relation.Key key, boolean only, DropCourse drop) {
        boolean inherits =
                (key.type() == Constraint.Type.CHECK || key.type() == Constraint.Type.NOT_NULL) && !key.noInherit();
        for (Relation child : inherits ? world.children(table) : List.<Relation>of()) {
            child.keys().stream().filter(it -> isSame(it, key)).findFirst().ifPresent(own -> {
                if (only) {
                    child.put(own.with(own.descent().left().declared()));
                } else if (own.descent().goesWithParent()) {
                    dropKey(child, own, false, drop);
                } else {
                    child.put(own.with(own.descent().left()));
                }
            });
        }
        drop.key(table, key.name());
    }

    /** A table that is there becomes a child or a partition. */
    void join(Relation child, Relation parent, boolean asPartition) {
        world.join(child, parent.name(), asPartition);
        for (Relation.Column column : parent.columns()) {
            child.column(column.name()).ifPresent(own -> {
                Descent descent = own.descent().joined();
                boolean identity =
                        asPartition && world.major() >= World.IDENTITY_OF_PARTITIONS_SINCE && column.identity();
                child.put(own.with(asPartition ? new Descent(false, descent.parents()) : descent)
                        .withIdentity(identity || own.identity()));
            });
        }
        for (Relation.Key key : parent.keys()) {
            boolean inherits =
                    (key.type() == Constraint.Type.CHECK || key.type() == Constraint.Type.NOT_NULL) && !key.noInherit();
            if (inherits) {
                child.keys().stream().filter(it -> isSame(it, key)).findFirst().ifPresent(own -> {
                    Descent descent = own.descent().joined();
                    child.put(own.with(asPartition ? new Descent(false, descent.parents()) : descent));
                });
            } else if (asPartition && key.type() == Constraint.Type.FOREIGN_KEY) {
                foreignOf(child, key);
            }
        }
        if (asPartition) {
            new IndexCourse(world, text).parts(parent, child);
        }
    }

    /** A child or a partition is one no more. */
    void leave(Relation child, QualifiedName from) {
        Relation parent = world.relation(from);
        boolean partition = child.partition();
        child.leaves(from);
        for (Relation.Column column : parent.columns()) {
            child.column(column.name()).ifPresent(own -> {
                boolean identity =
                        own.identity() && !(partition && world.major() >= World.IDENTITY_OF_PARTITIONS_SINCE);
                child.put(own.with(left(own.descent())).withIdentity(identity));
            });
        }
        for (Relation.Key key : List.copyOf(child.keys())) {
            boolean has = key.descent().parents() > 0 && parent.keys().stream().anyMatch(it -> isSame(it, key));
            if (has) {
                child.put(key.with(left(key.descent())));
            }
        }
        List.copyOf(child.indexes()).forEach(index -> index.parent()
                .filter(it -> parent.index(it).isPresent())
                .ifPresent(_ -> child.put(index.attachedTo(Optional.empty()))));
    }

    /** Whom no parent gives it any more declares it itself. */
    private static Descent left(Descent descent) {
        Descent less = descent.left();
        return less.parents() == 0 ? Descent.OWN : less;
    }
}
