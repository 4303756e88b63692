package dev.plumbline.rehearse;

import dev.plumbline.db.Session;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.risk.effect.Effects;
import dev.plumbline.sql.grammar.Grammar;
import dev.plumbline.sql.grammar.SyntaxError;
import dev.plumbline.sql.grammar.Tree;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Holds what is predicted of a statement against what it is measured to do. */
final class EffectComparison {
    private final Grammar grammar = new Grammar();

    /** What came of a statement. */
    sealed interface Outcome {
        /** It does what was predicted; {@code isSure} where nothing was left open. */
        record Same(boolean isSure) implements Outcome {}

        /** It does something else. */
        record Different(String what) implements Outcome {}

        /** The server refuses it. */
        record Refused(String why) implements Outcome {}
    }

    /** Runs a statement in a transaction that is rolled back. */
    Outcome compare(Session session, World world, String sql) throws SQLException, SyntaxError {
        Tree tree = grammar.parseOne(sql);
        Effect predicted = Effects.of(tree, world);
        Meter meter = new Meter(session, "plumb");
        session.execute("BEGIN");
        Effect measured;
        try {
            meter.begin(true);
            session.execute(sql);
            measured = meter.end(true, tree.is("TruncateStmt")).effect();
        } catch (SQLException e) {
            return new Outcome.Refused(String.valueOf(e.getMessage()));
        } finally {
            session.execute("ROLLBACK");
        }
        return compare(predicted, measured, world, tree);
    }

    static Outcome compare(Effect predicted, Effect measured, World world, Tree tree) {
        Effect foretold = compared(predicted, predicted, world, tree);
        Effect seen = compared(measured, predicted, world, tree);
        return foretold.equals(seen)
                ? new Outcome.Same(predicted.unsure().isEmpty())
                : new Outcome.Different("  predicted %s\n  measured  %s".formatted(text(foretold), text(seen)));
    }

    private static String text(Effect effect) {
        return "locks %s rewrites %s scans %s builds %s"
                .formatted(effect.locks(), effect.rewrites(), effect.scans(), effect.builds());
    }

    /**
     * Without what is not foretold: weak locks on indexes and on what the statement does not name, which depend on the plan of a
     * query; and scans by queries, for the same reason.
     */
    private static Effect compared(Effect effect, Effect predicted, World world, Tree tree) {
        Set<QualifiedName> named = new TreeSet<>();
        tree.walk(node -> {
            if (!node.text("relname").isEmpty()) {
                named.add(world.name(node));
            }
        });
        TreeMap<QualifiedName, LockMode> locks = new TreeMap<>();
        effect.locks().forEach((name, mode) -> {
            boolean index = world.find(name)
                    .filter(it -> it.kind() == Relation.Kind.INDEX)
                    .isPresent();
            boolean weak = mode.compareTo(LockMode.SHARE_UPDATE_EXCLUSIVE) < 0;
            if (!weak || (named.contains(name) && !index)) {
                locks.put(name, mode);
            }
        });
        Set<QualifiedName> rewrites = new TreeSet<>(effect.rewrites());
        Set<QualifiedName> scans = new TreeSet<>(effect.scans());
        Set<QualifiedName> builds = new TreeSet<>(effect.builds());
        scans.removeIf(name ->
                effect.locks().getOrDefault(name, LockMode.ACCESS_SHARE).compareTo(LockMode.SHARE_UPDATE_EXCLUSIVE)
                        < 0);
        for (Set<QualifiedName> touched : List.of(rewrites, scans, builds)) {
            touched.removeAll(predicted.unsure().keySet());
        }
        return new Effect(locks, rewrites, scans, builds, new TreeMap<>());
    }
}
