package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Fix;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.risk.Relation;

/** {@code DETACH PARTITION} without {@code CONCURRENTLY} (PostgreSQL 18 manual, ALTER TABLE, DETACH PARTITION). */
final class DetachPartitionBlocks implements Rule {
    private static final int CONCURRENTLY_SINCE = 14;

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void check(Subject subject, Report report) {
        for (Alteration it : subject.alterations("DetachPartition")) {
            // Not where there is a partition for all other rows: PostgreSQL refuses it.
            boolean possible = subject.major() >= CONCURRENTLY_SINCE
                    && subject.world().children(it.table()).stream().noneMatch(Relation::isDefault);
            boolean locks = subject.effect().locks().containsKey(it.table().name());
            if (possible && locks && !it.def().flag("concurrent")) {
                Report.Draft draft = report.at(it).object(it.shownTable());
                if (!subject.transaction().explicit()) {
                    draft.fix(Fix.insert(it.to(), " CONCURRENTLY"));
                }
                draft.instead("ALTER TABLE " + it.sqlTable() + " " + it.text()
                                + " CONCURRENTLY;, outside of a transaction")
                        .say("DETACH PARTITION waits for all who use " + it.shownTable()
                                + ", and keeps new reads and writes of it waiting behind it");
            }
        }
    }
}
