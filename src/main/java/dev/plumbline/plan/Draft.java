package dev.plumbline.plan;

import dev.plumbline.diff.RenameChange;
import java.util.List;

/**
 * The steps that make one migration.
 *
 * @param slug what names it, such as {@code add column users email}
 */
public record Draft(List<Step> steps, String slug) {
    public Draft {
        steps = List.copyOf(steps);
    }

    /** What is lost, one a line. */
    public List<String> lost() {
        return steps.stream()
                .filter(Step::destructive)
                .flatMap(step -> step.cause().lost().stream())
                .distinct()
                .toList();
    }

    /** Whether all of it can be one transaction. */
    public boolean transaction() {
        return steps.stream().allMatch(Step::transaction);
    }

    /** Whether it writes rows that are there. */
    public boolean backfill() {
        return steps.stream().anyMatch(Step::backfill);
    }

    /** Whether it gives objects other names, and nothing else. */
    public boolean isRenaming() {
        return steps.getFirst().cause() instanceof RenameChange;
    }
}
