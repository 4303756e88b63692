package dev.plumbline.rehearse;

import dev.plumbline.model.Schema;
import dev.plumbline.plan.Plan;
import dev.plumbline.plan.Step;
import java.util.List;

/**
 * The statements of a script.
 *
 * @param sql       without their semicolons
 * @param offenders queries for the rows that would make one fail
 * @param alone     whether one must be committed before the next, although each could run in a transaction
 * @param away      partitions that are detached at its end, and attached again by another
 */
public record Way(List<String> sql, List<String> offenders, boolean alone, List<String> away) {
    public Way {
        sql = List.copyOf(sql);
        offenders = List.copyOf(offenders);
        away = List.copyOf(away);
    }

    /** {@code to} is what it leads to. */
    static Way of(List<Step> steps, Schema to) {
        boolean alone =
                steps.stream().anyMatch(Step::addsLabels) && !steps.stream().allMatch(Step::addsLabels);
        return new Way(steps.stream().map(Step::sql).toList(), Plan.offenders(steps, to), alone, Plan.detached(steps));
    }
}
