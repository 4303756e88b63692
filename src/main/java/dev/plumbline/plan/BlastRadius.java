package dev.plumbline.plan;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.risk.effect.Effects;
import dev.plumbline.sql.grammar.Grammar;
import dev.plumbline.sql.grammar.SyntaxError;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a step does to those who use the database meanwhile, as predicted from the schema that its plan begins with.
 *
 * @param indexes those of the locked relations that are indexes: whoever waits for one waits for its table as well
 */
public record BlastRadius(Effect effect, Set<QualifiedName> indexes) {
    public BlastRadius {
        indexes = Set.copyOf(indexes);
    }

    /**
     * For each step; empty for one that PostgreSQL's grammar here does not know.
     *
     * @param world of the schema that the plan begins with; carried on to its end
     */
    public static List<Optional<BlastRadius>> of(List<Step> steps, World world, Grammar grammar) {
        List<Optional<BlastRadius>> all = new ArrayList<>();
        for (Step step : steps) {
            all.add(of(step.sql(), world, grammar));
        }
        return all;
    }

    private static Optional<BlastRadius> of(String sql, World world, Grammar grammar) {
        try {
            Tree tree = grammar.parseOne(sql);
            Effect effect = Effects.of(tree, world);
            Set<QualifiedName> indexes = new TreeSet<>();
            effect.locks().keySet().stream()
                    .filter(name -> world.relation(name).kind() == Relation.Kind.INDEX)
                    .forEach(indexes::add);
            world.run(tree, sql);
            return Optional.of(new BlastRadius(effect, indexes));
        } catch (SyntaxError e) {
            // Of a server that is newer than the grammar.
            return Optional.empty();
        }
    }
}
