package dev.plumbline.risk;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What goes with what is dropped: its parts, what needs it, and what needs that. */
public final class Fall {
    private final World world;
    private final Deque<ObjectId> open = new ArrayDeque<>();
    private final Set<ObjectId> gone = new LinkedHashSet<>();
    private final Set<ObjectId> bared = new LinkedHashSet<>();

    private Fall(World world) {
        this.world = world;
    }

    /** What goes with these. */
    public static Fall of(World world, Collection<ObjectId> dropped) {
        Fall fall = new Fall(world);
        fall.open.addAll(dropped);
        while (!fall.open.isEmpty()) {
            ObjectId next = fall.open.pop();
            if (fall.gone.add(next)) {
                fall.parts(next);
                world.users(next).forEach(user -> fall.taken(user, next));
            }
        }
        return fall;
    }

    /** All that goes, in the order in which it is come upon. */
    public Set<ObjectId> gone() {
        return Collections.unmodifiableSet(gone);
    }

    /** Columns that stay and lose their default. */
    public Set<ObjectId> bared() {
        Set<ObjectId> stay = new LinkedHashSet<>(bared);
        stay.removeAll(gone);
        return stay;
    }

    /** What needs what goes: it goes too, but for a column of which only the default does. */
    private void taken(ObjectId user, ObjectId need) {
        boolean onlyDefault = user.kind() == ObjectKind.COLUMN
                && !need.kind().isType()
                && need.kind() != ObjectKind.COLUMN
                && world.find(user.name())
                        .flatMap(table -> table.column(user.part()))
                        .filter(column -> column.computed().isEmpty())
                        .isPresent();
        if (onlyDefault) {
            bared.add(user);
        } else {
            open.add(user);
        }
    }

    private void parts(ObjectId id) {
        switch (id.kind()) {
            case TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE, COMPOSITE_TYPE ->
                world.find(id.name()).ifPresent(this::relation);
            case INDEX -> index(id.name());
            case COLUMN -> world.find(id.name()).ifPresent(table -> column(table, id.part()));
            case CONSTRAINT ->
                world.find(id.name()).ifPresent(table -> table.key(id.part()).ifPresent(key -> key(table, key)));
            case ENUM, DOMAIN, RANGE_TYPE -> ofType(Types.text(id.name()));
            case SCHEMA -> {
                world.relations().stream()
                        .filter(relation ->
                                relation.name().schema().equals(id.name().name()))
                        .forEach(relation -> open.add(relation.id()));
                world.objects().stream()
                        .filter(it -> it.part().isEmpty()
                                && it.name().schema().equals(id.name().name()))
                        .forEach(open::add);
            }
            default -> {
                // Has no parts.
            }
        }
    }

    private void relation(Relation relation) {
        QualifiedName name = relation.name();
        relation.indexes().forEach(index -> open.add(ObjectId.of(ObjectKind.INDEX, index.name())));
        relation.keys().forEach(key -> open.add(constraint(name, key.name())));
        relation.columns().forEach(column -> open.add(new ObjectId(ObjectKind.COLUMN, name, column.name())));
        world.sequencesOf(name).forEach(sequence -> open.add(sequence.id()));
        world.children(relation).forEach(child -> open.add(child.id()));
        pointers(name);
        // A key to the partitioned table holds on to each partition.
        world.wholes(relation).forEach(whole -> pointers(whole.name()));
        world.objects().stream()
                .filter(it -> !it.part().isEmpty() && it.name().equals(name) && it.kind() != ObjectKind.COLUMN)
                .forEach(open::add);
        ofType(Types.text(name));
    }

    private void pointers(QualifiedName table) {
        world.pointersTo(table)
                .forEach(pointer ->
                        open.add(constraint(pointer.from().name(), pointer.key().name())));
    }

    private void ofType(String type) {
        for (Relation relation : world.relations()) {
            if (relation.rowType().filter(type::equals).isPresent()) {
                open.add(relation.id());
            }
            for (Relation.Column column : relation.columns()) {
                if (Types.base(column.type()).equals(type) && relation.kind() != Relation.Kind.VIEW) {
                    open.add(new ObjectId(ObjectKind.COLUMN, relation.name(), column.name()));
                }
            }
        }
    }

    /** Those of its partitions go with a partitioned table's. */
    private void index(QualifiedName name) {
        world.find(name).flatMap(Relation::owner).map(world::relation).ifPresent(table -> {
            for (Relation partition : world.children(table)) {
                partition.indexes().stream()
                        .filter(it -> it.parent().filter(name::equals).isPresent())
                        .forEach(it -> open.add(ObjectId.of(ObjectKind.INDEX, it.name())));
            }
            table.keys().stream()
                    .filter(key -> key.index().filter(name::equals).isPresent())
                    .forEach(key -> open.add(constraint(table.name(), key.name())));
        });
    }

    private void column(Relation table, String column) {
        if (table.kind() == Relation.Kind.VIEW || table.kind() == Relation.Kind.MATERIALIZED_VIEW) {
            return;
        }
        table.indexes().stream()
                .filter(index -> index.columns().contains(column))
                .forEach(index -> open.add(ObjectId.of(ObjectKind.INDEX, index.name())));
        table.keys().stream()
                .filter(key -> key.columns().contains(column))
                .forEach(key -> open.add(constraint(table.name(), key.name())));
        table.columns().stream()
                .filter(other ->
                        other.computed().filter(from -> from.contains(column)).isPresent())
                .forEach(other -> open.add(new ObjectId(ObjectKind.COLUMN, table.name(), other.name())));
        world.sequencesOf(table.name()).stream()
                .filter(sequence ->
                        sequence.ownerColumn().filter(column::equals).isPresent())
                .forEach(sequence -> open.add(sequence.id()));
    }

    private void key(Relation table, Relation.Key key) {
        key.index().ifPresent(index -> open.add(ObjectId.of(ObjectKind.INDEX, index)));
        if (key.type() == Constraint.Type.PRIMARY_KEY || key.type() == Constraint.Type.UNIQUE) {
            world.pointersTo(table.name()).stream()
                    .filter(pointer -> Set.copyOf(pointer.references()).equals(Set.copyOf(key.columns())))
                    .filter(pointer -> isOnly(table, key))
                    .forEach(pointer -> open.add(
                            constraint(pointer.from().name(), pointer.key().name())));
        }
        if (key.type() == Constraint.Type.FOREIGN_KEY && table.kind() == Relation.Kind.PARTITIONED_TABLE) {
            for (Relation child : world.children(table)) {
                child.keys().stream()
                        .filter(it -> it.type() == Constraint.Type.FOREIGN_KEY
                                && !it.descent().local()
                                && it.columns().equals(key.columns())
                                && it.references().equals(key.references()))
                        .forEach(it -> open.add(constraint(child.name(), it.name())));
            }
        }
    }

    /** Of two keys over the same columns foreign keys hold on to one, and the catalog tells to which. */
    private static boolean isOnly(Relation table, Relation.Key key) {
        Set<String> columns = Set.copyOf(key.columns());
        List<Relation.Index> alike = table.indexes().stream()
                .filter(it ->
                        it.unique() && !it.computes() && Set.copyOf(it.keys()).equals(columns))
                .toList();
        return alike.size() <= 1;
    }

    private static ObjectId constraint(QualifiedName table, String name) {
        return new ObjectId(ObjectKind.CONSTRAINT, table, name);
    }
}
