package dev.plumbline.risk.effect;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** TRUNCATE, VACUUM, REFRESH and LOCK. */
final class Maintenance {
    private static final int CHILDREN_SINCE = 18;

    private final World world;
    private final Impact impact;

    Maintenance(World world, Impact impact) {
        this.world = world;
        this.impact = impact;
    }

    void truncate(Tree statement) {
        boolean cascade = statement.text("behavior").equals("DROP_CASCADE");
        Set<Relation> all = new LinkedHashSet<>();
        Deque<Relation> open = new ArrayDeque<>();
        for (Tree table : statement.list("relations")) {
            Relation relation = world.relation(table);
            open.add(relation);
            if (table.flag("inh")) {
                open.addAll(world.descendants(relation));
            }
        }
        while (!open.isEmpty()) {
            Relation next = open.pop();
            if (all.add(next) && cascade) {
                world.pointersTo(next.name()).forEach(pointer -> {
                    open.add(pointer.from());
                    open.addAll(world.descendants(pointer.from()));
                });
            }
        }
        for (Relation table : all) {
            impact.lock(table, LockMode.ACCESS_EXCLUSIVE);
            if (table.hasRows()) {
                table.indexes().forEach(index -> impact.lock(table, index.name(), LockMode.ACCESS_EXCLUSIVE));
            }
            if (statement.flag("restart_seqs")) {
                world.sequencesOf(table.name()).forEach(sequence -> impact.lock(sequence, LockMode.ACCESS_EXCLUSIVE));
            }
        }
    }

    void vacuum(Tree statement) {
        boolean full = Indexing.Options.isOn(statement.list("options"), "full");
        for (Tree one : statement.list("rels")) {
            Relation table = world.relation(one.child("relation"));
            boolean partitioned = table.kind() == Relation.Kind.PARTITIONED_TABLE;
            if (!partitioned || !statement.flag("is_vacuumcmd")) {
                vacuum(table, full);
            }
            // Up to PostgreSQL 17 ONLY is not for it, and children are nobody's parts.
            boolean below =
                    world.major() >= CHILDREN_SINCE ? one.child("relation").flag("inh") : partitioned;
            if (below) {
                world.descendants(table).forEach(part -> vacuum(part, full));
            }
        }
    }

    private void vacuum(Relation table, boolean full) {
        impact.lock(table, full ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_UPDATE_EXCLUSIVE);
        if (full) {
            impact.rewrite(table);
        }
    }

    void refresh(Tree statement) {
        Relation view = world.relation(statement.child("relation"));
        boolean concurrently = statement.flag("concurrent");
        impact.lock(view, concurrently ? LockMode.EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE);
        if (concurrently) {
            impact.scan(view);
        } else {
            // Nobody told that it is one where the world is not known.
            impact.rewrite(view);
        }
        if (!statement.flag("skipData")) {
            bases(view.name(), ObjectKind.MATERIALIZED_VIEW).forEach(base -> impact.lock(base, LockMode.ACCESS_SHARE));
        }
    }

    void lock(Tree statement) {
        LockMode mode = LockMode.ofNumber(statement.number("mode"));
        for (Tree one : statement.list("relations")) {
            Relation relation = world.relation(one);
            impact.lock(relation, mode);
            if (relation.kind() == Relation.Kind.VIEW) {
                bases(relation.name(), ObjectKind.VIEW).forEach(base -> impact.lock(base, mode));
            } else if (one.flag("inh")) {
                world.descendants(relation).forEach(child -> impact.lock(child, mode));
            }
        }
    }

    /** The relations that a view reads, through other views too. */
    private Set<Relation> bases(QualifiedName view, ObjectKind kind) {
        Set<Relation> bases = new LinkedHashSet<>();
        Deque<ObjectId> open = new ArrayDeque<>(List.of(ObjectId.of(kind, view)));
        while (!open.isEmpty()) {
            for (ObjectId need : world.needs(open.pop())) {
                boolean relation = need.kind() == ObjectKind.COLUMN
                        || need.kind() == ObjectKind.TABLE
                        || need.kind() == ObjectKind.VIEW
                        || need.kind() == ObjectKind.MATERIALIZED_VIEW;
                if (relation && world.find(need.name()).filter(bases::add).isPresent()) {
                    open.add(ObjectId.of(ObjectKind.VIEW, need.name()));
                }
            }
        }
        return bases;
    }
}
