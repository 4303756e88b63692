package dev.plumbline.lint.rules;

import dev.plumbline.lint.Fix;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.risk.Relation;

/** {@code REFRESH MATERIALIZED VIEW} without {@code CONCURRENTLY} (PostgreSQL 18 manual, REFRESH MATERIALIZED VIEW). */
final class RefreshBlocksReads implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        if (!subject.is("RefreshMatViewStmt")
                || subject.tree().flag("concurrent")
                || subject.effect().locks().isEmpty()) {
            return;
        }
        Relation view = subject.relation();
        String shown = Subject.shown(view.name());
        Report.Draft draft = report.at(subject).object(shown);
        if (subject.tree().flag("skipData")) {
            draft.instead("REFRESH MATERIALIZED VIEW CONCURRENTLY " + Subject.sql(view.name()) + ";")
                    .say("REFRESH … WITH NO DATA empties " + shown
                            + ": queries of it fail until it is refreshed again");
            return;
        }
        boolean unique = view.indexes().stream().anyMatch(index -> index.unique() && !index.computes());
        if (unique) {
            subject.afterWord("view", " CONCURRENTLY").ifPresent((Fix fix) -> draft.fix(fix));
            draft.instead("REFRESH MATERIALIZED VIEW CONCURRENTLY " + Subject.sql(view.name()) + ";");
        } else {
            draft.instead(
                    "CREATE UNIQUE INDEX … ON " + Subject.sql(view.name())
                            + " (…), once, over plain columns and all rows;",
                    "REFRESH MATERIALIZED VIEW CONCURRENTLY " + Subject.sql(view.name()) + ";");
        }
        draft.say("REFRESH MATERIALIZED VIEW keeps everybody from reading " + shown + " while its query runs");
    }
}
