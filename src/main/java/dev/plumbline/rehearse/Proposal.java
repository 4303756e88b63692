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

/** A plan as migrations, each run once on a shadow: what undoes it is read from what it did there. */
public record Proposal(List<Migration> migrations) {
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
        // Objects of kinds that no plan makes are not even on a shadow that was made by a plan.
        List<Change> left = SchemaDiff.of(before, to).changes().stream()
                .filter(change -> !(change instanceof OtherChange))
                .toList();
        if (!left.isEmpty()) {
            throw new IllegalStateException("the plan was run on a shadow, and left "
                    + left.stream()
                            .map(change -> change.verb() + " " + change.id() + " " + change.detail())
                            .toList());
        }
        return new Proposal(migrations);
    }

    private static Migration migration(Draft draft, Schema before, Schema after, Form form) {
        SchemaDiff back = SchemaDiff.of(after, before);
        List<Step> down = draft.isRenaming()
                ? renamedBack(draft, back)
                : Plan.of(back, form).steps();
        Way way = Way.of(down, before);
        boolean alone = way.alone()
                || Stream.concat(draft.steps().stream(), down.stream()).anyMatch(step -> !step.transaction());
        return new Migration(draft.slug(), Way.of(draft.steps(), after), way, draft.lost(), draft.backfill(), alone);
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
