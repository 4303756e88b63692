package dev.plumbline.risk;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Indexes that no constraint owns, on partitions too. */
final class IndexCourse {
    private final World world;
    private final String text;

    IndexCourse(World world, String text) {
        this.world = world;
        this.text = text;
    }

    void create(Tree statement) {
        Relation table = world.relation(statement.child("relation"));
        String given = statement.text("idxname");
        if (statement.flag("if_not_exists")
                && world.find(new QualifiedName(table.name().schema(), given)).isPresent()) {
            return;
        }
        // Of a table of which nothing was known, this is.
        world.put(table);
        List<Tree> elements = new ArrayList<>(statement.list("indexParams"));
        List<String> keys = elements.stream().map(this::key).toList();
        elements.addAll(statement.list("indexIncludingParams"));
        Set<String> columns = new HashSet<>(ColumnCourse.columns(statement.child("whereClause")));
        boolean computes = !statement.child("whereClause").isNone();
        for (Tree element : elements) {
            String column = element.text("name");
            computes |= column.isEmpty();
            columns.addAll(column.isEmpty() ? ColumnCourse.columns(element.child("expr")) : Set.of(column));
        }
        String method = statement.text("accessMethod");
        Relation.Index index = new Relation.Index(
                new QualifiedName(table.name().schema(), given),
                method.isEmpty() ? "btree" : method,
                keys,
                GeneratedNames.columns(elements),
                columns,
                computes,
                written(statement.child("whereClause")),
                statement.flag("unique"),
                Optional.empty());
        boolean alone = !statement.child("relation").flag("inh");
        QualifiedName name = make(table, index, alone);
        ObjectId id = ObjectId.of(ObjectKind.INDEX, name);
        new Mentions(world)
                .in(statement).stream()
                        .filter(need -> need.kind().isRoutine() || need.kind().isType())
                        .forEach(need -> world.needs(id, need));
    }

    private String key(Tree element) {
        String column = element.text("name");
        return column.isEmpty() ? written(element.child("expr")) : column;
    }

    /** Two expressions are the same where this is. */
    static String written(Tree expression) {
        return expression.isNone() ? "" : "(" + expression.unlocated() + ")";
    }

    /** Makes an index, with a name of its own where it has none, and those of the partitions. */
    private QualifiedName make(Relation table, Relation.Index index, boolean alone) {
        String name = index.name().name().isEmpty()
                ? new GeneratedNames(world).relation(table.name(), GeneratedNames.joined(index.called()), "idx")
                : index.name().name();
        Relation.Index made = index.named(new QualifiedName(table.name().schema(), name));
        put(table, made);
        if (table.kind() == Relation.Kind.PARTITIONED_TABLE && !alone) {
            world.children(table).forEach(child -> part(child, made));
        }
        return made.name();
    }

    /** Makes one, with a name of its own where it has none. */
    void make(Relation table, Relation.Index index) {
        make(table, index, false);
    }

    /** A partition's part of an index: one that it has, or a new one. */
    void part(Relation child, Relation.Index index) {
        Optional<Relation.Index> has = child.indexes().stream()
                .filter(it -> it.parent().isEmpty() && it.isLike(index) && !isConstraint(child, it.name()))
                .findFirst();
        if (has.isPresent()) {
            child.put(has.get().attachedTo(Optional.of(index.name())));
        } else {
            Relation.Index own =
                    index.named(new QualifiedName(child.name().schema(), "")).attachedTo(Optional.of(index.name()));
            make(child, own, false);
        }
    }

    static boolean isConstraint(Relation table, QualifiedName index) {
        return table.keys().stream()
                .anyMatch(key -> key.index().filter(index::equals).isPresent());
    }

    void put(Relation table, Relation.Index index) {
        table.put(index);
        Relation relation = new Relation(index.name(), Relation.Kind.INDEX, true, true);
        relation.belongsTo(table.name());
        world.put(relation);
    }

    /** A partition gets its part of each index and each key of the partitioned table. */
    void parts(Relation parent, Relation child) {
        for (Relation.Index index : List.copyOf(parent.indexes())) {
            Optional<Relation.Key> key = parent.keys().stream()
                    .filter(it -> it.index().filter(index.name()::equals).isPresent())
                    .findFirst();
            if (key.isPresent()) {
                new KeyCourse(world, text).part(child, key.get(), index);
            } else {
                part(child, index);
            }
        }
    }
}
