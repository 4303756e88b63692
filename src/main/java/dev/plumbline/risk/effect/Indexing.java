package dev.plumbline.risk.effect;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Optional;

/** What builds indexes, or builds them anew. */
final class Indexing {
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
            world.descendants(table).forEach(partition -> {
                impact.lock(partition, mode);
                impact.build(partition);
            });
        }
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
