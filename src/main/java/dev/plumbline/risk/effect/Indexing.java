package dev.plumbline.risk.effect;

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

/** What builds indexes, or builds them anew. */
final class Indexing {
    /** Stands for a predicate that is written, of which it is not told whether it is the same as a deparsed one. */
    static final String NEVER_THE_SAME = "?";

    private final World world;
    private final Impact impact;

    Indexing(World world, Impact impact) {
        this.world = world;
        this.impact = impact;
    }

    void create(Tree statement) {
        Relation table = world.relation(statement.child("relation"));
        LockMode mode = statement.flag("concurrent") ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE;
        impact.lock(table, mode);
        QualifiedName name = new QualifiedName(table.name().schema(), statement.text("idxname"));
        if (statement.flag("if_not_exists") && world.find(name).isPresent()) {
            return;
        }
        impact.build(table);
        if (table.kind() == Relation.Kind.PARTITIONED_TABLE
                && statement.child("relation").flag("inh")) {
            world.descendants(table).forEach(partition -> impact.lock(partition, mode));
            parts(table, like(statement, table), false, world, impact);
        }
    }

    /** The index that is going to be, as far as it tells which of the partitions' can be parts of it. */
    private static Relation.Index like(Tree statement, Relation table) {
        List<String> keys = new ArrayList<>();
        Set<String> columns = new HashSet<>(Expressions.columns(statement.child("whereClause")));
        boolean computes = !statement.child("whereClause").isNone();
        List<Tree> elements = new ArrayList<>(statement.list("indexParams"));
        for (Tree element : elements) {
            computes |= element.text("name").isEmpty();
            keys.add(element.text("name"));
        }
        elements.addAll(statement.list("indexIncludingParams"));
        for (Tree element : elements) {
            String column = element.text("name");
            columns.addAll(column.isEmpty() ? Expressions.columns(element.child("expr")) : Set.of(column));
        }
        String method = statement.text("accessMethod");
        return new Relation.Index(
                table.name(),
                method.isEmpty() ? "btree" : method,
                keys,
                List.of(),
                columns,
                computes,
                statement.child("whereClause").isNone() ? "" : NEVER_THE_SAME,
                statement.flag("unique"),
                Optional.empty());
    }

    /** Builds an index for each partition, theirs too, that has none that can be a part of it. */
    static void parts(Relation table, Relation.Index index, boolean ofKey, World world, Impact impact) {
        world.children(table).forEach(part -> part(part, index, ofKey, world, impact));
    }

    /** Builds an index for a partition and its partitions. That of a key must be a key's. */
    static void part(Relation part, Relation.Index index, boolean ofKey, World world, Impact impact) {
        boolean has = part.indexes().stream()
                .anyMatch(it -> it.parent().filter(index.name()::equals).isPresent()
                        || (it.parent().isEmpty() && it.isLike(index) && ofKey == isOfKey(part, it)));
        if (!has) {
            impact.build(part);
            parts(part, index, ofKey, world, impact);
        }
    }

    static boolean isOfKey(Relation table, Relation.Index index) {
        return table.keys().stream()
                .anyMatch(key -> key.index().filter(index.name()::equals).isPresent());
    }

    void reindex(Tree statement) {
        boolean concurrently = Options.isOn(statement.list("params"), "concurrently");
        LockMode tableMode = concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE;
        LockMode indexMode = concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
        switch (statement.text("kind")) {
            case "REINDEX_OBJECT_INDEX" -> {
                QualifiedName name = world.name(statement.child("relation"));
                world.find(name)
                        .flatMap(Relation::owner)
                        .map(world::relation)
                        .ifPresentOrElse(
                                table -> {
                                    impact.lock(table, tableMode);
                                    impact.lock(table, name, indexMode);
                                    impact.build(table);
                                },
                                () -> impact.lock(world.relation(name), indexMode));
            }
            case "REINDEX_OBJECT_TABLE" -> {
                Relation table = world.relation(statement.child("relation"));
                List<Relation> all =
                        table.kind() == Relation.Kind.PARTITIONED_TABLE ? world.descendants(table) : List.of(table);
                all.forEach(one -> {
                    impact.lock(one, tableMode);
                    if (!one.indexes().isEmpty() || !one.known()) {
                        impact.build(one);
                    }
                    one.indexes().forEach(index -> impact.lock(one, index.name(), indexMode));
                });
            }
            default -> {
                // A whole schema or database: each table in a transaction of its own.
            }
        }
    }

    void cluster(Tree statement) {
        if (!statement.child("relation").isNone()) {
            Relation table = world.relation(statement.child("relation"));
            impact.lock(table, LockMode.ACCESS_EXCLUSIVE);
            impact.rewrite(table);
        }
    }

    /** Options in parentheses, such as those of {@code REINDEX (CONCURRENTLY)}. */
    static final class Options {
        private Options() {}

        static boolean isOn(List<Tree> options, String name) {
            Optional<Tree> option = options.stream()
                    .filter(it -> it.text("defname").equals(name))
                    .findFirst();
            return option.isPresent()
                    && !List.of("off", "false", "0", "no")
                            .contains(option.get().child("arg").text("sval"))
                    && !(option.get().child("arg").is("Integer")
                            && option.get().child("arg").number("ival") == 0)
                    && !(option.get().child("arg").is("Boolean")
                            && !option.get().child("arg").flag("boolval"));
        }
    }
}
