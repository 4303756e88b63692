package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.risk.Effect;

/**
 * An exclusion constraint, or a key WITHOUT OVERLAPS, whose index cannot be built beforehand (PostgreSQL 18 manual, ALTER TABLE: only
 * unique and primary keys are made USING INDEX, of a B-tree).
 */
final class ExclusionConstraintBlocks implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        for (Alteration it : subject.alterations("AddConstraint")) {
            Effect effect = it.effect();
            boolean excludes = it.def().text("contype").equals("CONSTR_EXCLUSION")
                    || it.def().flag("without_overlaps");
            if (excludes && !effect.builds().isEmpty()) {
                report.at(it)
                        .object(it.shownTable())
                        .instead(
                                "there is no way to build it beside the writers: add it while the table is small or out of use,",
                                "or make a new table that has it, write to both, fill the new one in chunks, and switch over")
                        .say((it.def().flag("without_overlaps") ? "WITHOUT OVERLAPS" : "ADD CONSTRAINT … EXCLUDE")
                                + " builds an index over all rows of " + Wording.tables(effect.builds()) + " while "
                                + Wording.refusals(effect, subject.world()));
            }
        }
    }
}
