package dev.plumbline.risk;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Set;

/** What goes, and what goes with it. */
final class DropCourse {
    private final World world;

    DropCourse(World world) {
        this.world = world;
    }

    void run(Tree statement) {
        drop(Dropped.by(statement, world));
    }

    void column(Relation table, String column) {
        drop(List.of(new ObjectId(ObjectKind.COLUMN, table.name(), column)));
    }

    void key(Relation table, String name) {
        drop(List.of(new ObjectId(ObjectKind.CONSTRAINT, table.name(), name)));
    }

    private void drop(List<ObjectId> dropped) {
        Fall fall = Fall.of(world, dropped);
        for (ObjectId column : fall.bared()) {
            world.find(column.name())
                    .ifPresent(table -> table.column(column.part()).ifPresent(it -> table.put(it.withDefault(false))));
            // It needs nothing for its default any more, but for its type.
            Set<ObjectId> needs = world.needs(column);
            List.copyOf(needs).stream().filter(need -> !need.kind().isType()).forEach(_ -> world.forget(column));
        }
        fall.gone().forEach(this::remove);
    }

    private void remove(ObjectId id) {
        switch (id.kind()) {
            case TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE -> world.remove(id.name());
            case COMPOSITE_TYPE -> world.remove(id.name());
            case INDEX -> {
                world.find(id.name())
                        .flatMap(Relation::owner)
                        .map(world::relation)
                        .ifPresent(table -> table.removeIndex(id.name()));
                world.remove(id.name());
            }
            case COLUMN -> world.find(id.name()).ifPresent(table -> table.removeColumn(id.part()));
            case CONSTRAINT ->
                world.find(id.name()).ifPresent(table -> {
                    table.key(id.part())
                            .filter(key -> key.type() == Constraint.Type.NOT_NULL)
                            .flatMap(key -> table.column(key.columns().getFirst()))
                            .ifPresent(column -> table.put(column.withNotNull(false)));
                    table.removeKey(id.part());
                });
            default -> {
                // Of no relation.
            }
        }
        world.remove(id);
    }
}
