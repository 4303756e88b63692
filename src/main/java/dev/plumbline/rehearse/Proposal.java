package dev.plumbline.rehearse;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.OtherChange;
import dev.plumbline.diff.Rename;
import dev.plumbline.diff.RenameChange;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.Schema;
import dev.plumbline.plan.Draft;
import dev.plumbline.plan.Form;
import dev.plumbline.plan.Plan;
import dev.plumbline.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A plan as migrations, each run once on a shadow: what undoes it is read from what it did there.
 *
 * @param byHand what differs in objects of kinds that are not compared, such as operators, and is not planned
 */
public record Proposal(List<Migration> migrations, List<String> byHand) {
    /**
     * A migration.
     *
     * @param lost     what is lost when it is applied, and not brought back by its down script
     * @param backfill whether it writes rows that are there
     * @param alone    whether it, or what undoes it, has a statement that runs in no transaction
     */
    public record Migration(String slug, Way up, Way down, List<String> lost, boolean backfill, boolean alone) {
        public Migration {
            lost = List.copyOf(lost);
        }
    }

    public Proposal {
        migrations = List.copyOf(migrations);
        byHand = List.copyOf(byHand);
    }

    /**
     * Makes migrations of a plan.
     *
     * @param drafts what it was cut into
     * @param shadow holds the schema that the plan begins with
     * @throws dev.plumbline.ProblemException {@code workshop-failed}
     * @throws IllegalStateException where the plan does not lead where it should
     */
    public static Proposal of(Comparison comparison, List<Draft> drafts, Form form, Workshop shadow) {
        Schema to = comparison.diff().to();
        shadow.makeRoles(to);
        Schema before = shadow.read(comparison.diff().from().source());
        List<Migration> migrations = new ArrayList<>();
        for (Draft draft : drafts) {
            shadow.run(draft);
            Schema after = shadow.read(before.source());
            migrations.add(migration(draft, before, after, form));
            before = after;
        }
        List<Change> left = SchemaDiff.of(before, to).changes();
        List<String> byHand = left.stream()
                .filter(OtherChange.class::isInstance)
                .map(OtherChange.class::cast)
                .map(OtherChange::object)
                .map(object -> object.type() + " " + object.name())
                .toList();
        if (byHand.size() < left.size()) {
            throw new IllegalStateException("the plan was run on a shadow, and left "
                    + left.stream()
                            .map(change -> change.verb() + " " + change.id() + " " + change.detail())
                            .toList());
        }
        return new Proposal(migrations, byHand);
    }

    private static Migration migration(Draft draft, Schema before, Schema after, Form form) {
        SchemaDiff back = SchemaDiff.of(after, before);
        List<Step> down = draft.isRenaming()
                ? renamedBack(draft, back)
                : Plan.of(back, form).steps();
        boolean alone = Stream.concat(draft.steps().stream(), down.stream()).anyMatch(step -> !step.transaction());
        return new Migration(
                draft.slug(),
                Way.of(draft.steps(), after),
                Way.of(down, before),
                draft.lost(),
                draft.backfill(),
                alone);
    }

    private static List<Step> renamedBack(Draft draft, SchemaDiff back) {
        List<Step> steps = new ArrayList<>();
        for (Step step : draft.steps().reversed()) {
            if (step.cause() instanceof RenameChange.Renamed it) {
                steps.addAll(Plan.renaming(back, new Rename(it.to(), it.from())));
            }
        }
        return steps;
    }
}
