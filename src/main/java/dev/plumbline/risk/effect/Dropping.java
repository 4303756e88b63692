package dev.plumbline.risk.effect;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What goes takes along what needs it, and each of these is locked, with the tables that they hang on. */
final class Dropping {
    private final World world;
    private final Impact impact;
    private final Set<ObjectId> gone = new HashSet<>();
    private final Deque<ObjectId> open = new ArrayDeque<>();

    Dropping(World world, Impact impact) {
        this.world = world;
        this.impact = impact;
    }

    void run(Tree statement) {
        boolean concurrently = statement.flag("concurrent");
        for (Tree object : statement.list("objects")) {
            switch (statement.text("removeType")) {
                case "OBJECT_TABLE" -> relation(object, ObjectKind.TABLE);
                case "OBJECT_VIEW" -> relation(object, ObjectKind.VIEW);
                case "OBJECT_MATVIEW" -> relation(object, ObjectKind.MATERIALIZED_VIEW);
                case "OBJECT_SEQUENCE" -> relation(object, ObjectKind.SEQUENCE);
                case "OBJECT_INDEX" -> index(world.name(object.names("items")), concurrently);
                case "OBJECT_TRIGGER", "OBJECT_RULE", "OBJECT_POLICY" -> {
                    List<String> names = object.names("items");
                    Relation table = world.relation(world.name(names.subList(0, names.size() - 1)));
                    impact.lock(table, LockMode.ACCESS_EXCLUSIVE);
                    if (statement.text("removeType").equals("OBJECT_TRIGGER")) {
                        trigger(table);
                    }
                }
                case "OBJECT_TYPE", "OBJECT_DOMAIN" -> type(object.names("names"));
                case "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_AGGREGATE" ->
                    routine(object.names("objname"));
                case "OBJECT_SCHEMA" -> schema(object.text("sval"));
                case "OBJECT_STATISTIC_EXT" -> statistics(world.name(object.names("items")));
                default -> {
                    // Of no relation, or of one that the catalog does not say.
                }
            }
        }
        goOn();
    }

    private void relation(Tree object, ObjectKind kind) {
        QualifiedName name = world.name(object.names("items"));
        if (world.known() && world.find(name).isEmpty()) {
            return;
        }
        open.add(ObjectId.of(kind, name));
    }

    private void index(QualifiedName name, boolean concurrently) {
        LockMode mode = concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
        if (world.find(name).isEmpty()) {
            if (!world.known()) {
                impact.lock(world.relation(name), mode);
            }
            return;
        }
        world.find(name).flatMap(Relation::owner).map(world::relation).ifPresent(table -> {
            impact.lock(table, mode);
            impact.lock(table, name, mode);
            // Those of its partitions go with a partitioned table's.
            world.children(table).forEach(partition -> partition.indexes().stream()
                    .filter(it -> it.parent().filter(name::equals).isPresent())
                    .forEach(it -> index(it.name(), concurrently)));
        });
    }

    /** A partitioned table's trigger is each partition's too. */
    private void trigger(Relation table) {
        if (table.kind() == Relation.Kind.PARTITIONED_TABLE) {
            world.descendants(table).forEach(child -> impact.lock(child, LockMode.ACCESS_EXCLUSIVE));
        }
    }

    private void type(List<String> names) {
        QualifiedName name = world.name(names);
        world.objects().stream()
                .filter(id -> id.kind().isType()
                        && id.name().name().equals(name.name())
                        && (names.size() == 1 || id.name().equals(name)))
                .forEach(open::add);
    }

    private void routine(List<String> names) {
        world.objects().stream()
                .filter(id -> id.kind().isRoutine()
                        && id.called().name().equals(names.getLast())
                        && (names.size() == 1 || id.name().schema().equals(names.getFirst())))
                .forEach(open::add);
    }

    private void schema(String schema) {
        world.relations().stream()
                .filter(relation -> relation.name().schema().equals(schema))
                .forEach(relation -> open.add(ObjectId.of(kind(relation), relation.name())));
        world.objects().stream()
                .filter(id -> id.part().isEmpty() && id.name().schema().equals(schema))
                .forEach(open::add);
    }

    private void statistics(QualifiedName name) {
        world.needs(ObjectId.of(ObjectKind.STATISTICS, name)).stream()
                .filter(need -> need.kind() == ObjectKind.COLUMN || need.kind() == ObjectKind.TABLE)
                .forEach(need -> impact.lock(world.relation(need.name()), LockMode.SHARE_UPDATE_EXCLUSIVE));
    }

    private static ObjectKind kind(Relation relation) {
        return switch (relation.kind()) {
            case TABLE, PARTITIONED_TABLE -> ObjectKind.TABLE;
            case VIEW -> ObjectKind.VIEW;
            case MATERIALIZED_VIEW -> ObjectKind.MATERIALIZED_VIEW;
            case SEQUENCE -> ObjectKind.SEQUENCE;
            case INDEX -> ObjectKind.INDEX;
            case COMPOSITE_TYPE -> ObjectKind.COMPOSITE_TYPE;
        };
    }

    /** A column, with what needs it. */
    void column(Relation table, String column) {
        open.add(new ObjectId(ObjectKind.COLUMN, table.name(), column));
        goOn();
    }

    /** A constraint, with what needs it. */
    void constraint(Relation table, String constraint) {
        open.add(new ObjectId(ObjectKind.CONSTRAINT, table.name(), constraint));
        goOn();
    }

    private void goOn() {
        while (!open.isEmpty()) {
            ObjectId next = open.pop();
            if (gone.add(next)) {
                drop(next);
                for (ObjectId user : world.users(next)) {
                    taken(user, next);
                }
            }
        }
    }

    /** What needs what goes: it goes too, but for a column of which only the default does. */
    private void taken(ObjectId user, ObjectId need) {
        boolean onlyDefault = user.kind() == ObjectKind.COLUMN
                && !need.kind().isType()
                && world.find(user.name())
                        .flatMap(table -> table.column(user.part()))
                        .filter(column -> column.computed().isEmpty())
                        .isPresent();
        if (onlyDefault) {
            impact.lock(world.relation(user.name()), LockMode.ACCESS_EXCLUSIVE);
        } else {
            open.add(user);
        }
    }

    private void drop(ObjectId id) {
        switch (id.kind()) {
            case TABLE -> table(world.relation(id.name()));
            case VIEW, MATERIALIZED_VIEW, SEQUENCE, COMPOSITE_TYPE -> {
                Relation relation = world.relation(id.name());
                impact.lock(relation, LockMode.ACCESS_EXCLUSIVE);
                relation.indexes().forEach(index -> impact.lock(relation, index.name(), LockMode.ACCESS_EXCLUSIVE));
                relation.columns()
                        .forEach(column -> open.add(new ObjectId(ObjectKind.COLUMN, relation.name(), column.name())));
            }
            case INDEX -> index(id.name(), false);
            case COLUMN -> column(id);
            case CONSTRAINT -> constraint(id);
            case TRIGGER, RULE, POLICY -> {
                Relation table = world.relation(id.name());
                impact.lock(table, LockMode.ACCESS_EXCLUSIVE);
                if (id.kind() == ObjectKind.TRIGGER) {
                    trigger(table);
                }
            }
            default -> {
                // Locks no relation.
            }
        }
    }

    private void table(Relation table) {
        impact.lock(table, LockMode.ACCESS_EXCLUSIVE);
        table.indexes().forEach(index -> impact.lock(table, index.name(), LockMode.ACCESS_EXCLUSIVE));
        world.sequencesOf(table.name())
                .forEach(sequence -> open.add(ObjectId.of(ObjectKind.SEQUENCE, sequence.name())));
        table.keys().forEach(key -> open.add(new ObjectId(ObjectKind.CONSTRAINT, table.name(), key.name())));
        table.columns().forEach(column -> open.add(new ObjectId(ObjectKind.COLUMN, table.name(), column.name())));
        world.descendants(table).forEach(child -> open.add(ObjectId.of(ObjectKind.TABLE, child.name())));
        world.pointersTo(table.name())
                .forEach(pointer -> open.add(new ObjectId(
                        ObjectKind.CONSTRAINT,
                        pointer.from().name(),
                        pointer.key().name())));
        if (table.partition()) {
            leaves(world, impact, table);
        }
    }

    /** A partition that goes changes what fits into the default one. */
    static void leaves(World world, Impact impact, Relation partition) {
        for (QualifiedName name : partition.parents()) {
            Relation parent = world.relation(name);
            impact.lock(parent, LockMode.ACCESS_EXCLUSIVE);
            Creation.defaultPartition(world, parent).ifPresent(other -> impact.lock(other, LockMode.ACCESS_EXCLUSIVE));
        }
    }

    private void column(ObjectId id) {
        Relation table = world.relation(id.name());
        if (table.kind() == Relation.Kind.VIEW || table.kind() == Relation.Kind.MATERIALIZED_VIEW) {
            return;
        }
        impact.lock(table, LockMode.ACCESS_EXCLUSIVE);
        String column = id.part();
        table.indexes().stream()
                .filter(index -> index.columns().contains(column))
                .forEach(index -> index(index.name(), false));
        table.keys().stream()
                .filter(key -> key.columns().contains(column))
                .forEach(key -> open.add(new ObjectId(ObjectKind.CONSTRAINT, table.name(), key.name())));
        table.columns().stream()
                .filter(other ->
                        other.computed().filter(from -> from.contains(column)).isPresent())
                .forEach(other -> open.add(new ObjectId(ObjectKind.COLUMN, table.name(), other.name())));
        world.sequencesOf(table.name()).stream()
                .filter(sequence ->
                        sequence.ownerColumn().filter(column::equals).isPresent())
                .forEach(sequence -> open.add(ObjectId.of(ObjectKind.SEQUENCE, sequence.name())));
    }

    private void constraint(ObjectId id) {
        Relation table = world.relation(id.name());
        if (world.find(id.name()).isEmpty()) {
            // Of a domain, or not known.
            return;
        }
        impact.lock(table, LockMode.ACCESS_EXCLUSIVE);
        table.key(id.part()).ifPresent(key -> {
            key.index().ifPresent(index -> {
                index(index, false);
                pointersBy(table, key);
            });
            key.references().map(world::relation).ifPresent(to -> {
                impact.lock(to, LockMode.ACCESS_EXCLUSIVE);
                if (to.kind() == Relation.Kind.PARTITIONED_TABLE) {
                    world.descendants(to).forEach(part -> impact.lock(part, LockMode.ACCESS_EXCLUSIVE));
                }
            });
            if (key.type() == Constraint.Type.FOREIGN_KEY && table.kind() == Relation.Kind.PARTITIONED_TABLE) {
                world.descendants(table).forEach(part -> impact.lock(part, LockMode.ACCESS_EXCLUSIVE));
            }
        });
    }

    /** The keys that hold on to an index of a unique constraint. */
    private void pointersBy(Relation table, Relation.Key key) {
        ObjectId id = new ObjectId(ObjectKind.CONSTRAINT, table.name(), key.name());
        world.users(id).stream()
                .filter(user -> user.kind() == ObjectKind.CONSTRAINT)
                .forEach(open::add);
    }
}
