package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import java.util.Optional;

/**
 * Rows that are changed in one go: they stay locked until the transaction ends, vacuum cannot clean up behind it, and replicas lag
 * (PostgreSQL 18 manual, 13.3.2 and 24.1).
 */
final class BackfillInMigration implements Rule {
    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void check(Subject subject, Report report) {
        boolean deletes = subject.is("DeleteStmt");
        if ((!deletes && !subject.is("UpdateStmt")) || !LongWork.writesMany(subject)) {
            return;
        }
        QualifiedName table = subject.relation().name();
        String shown = Subject.shown(table);
        String what = deletes ? "DELETE" : "UPDATE";
        Optional<Subject> holder = subject.heldBy(table, LockMode.ACCESS_EXCLUSIVE);
        if (holder.isPresent()) {
            report.at(subject)
                    .object(shown)
                    .instead("move it into a migration of its own, in chunks, each in a transaction of its own")
                    .say(what + " of " + shown + " runs while nobody can read or write the table, which line "
                            + holder.get().line() + " locked");
        } else if (subject.tree().child("whereClause").isNone()) {
            report.at(subject)
                    .object(shown)
                    .instead(
                            what
                                    + " … WHERE id BETWEEN … AND …; in chunks of some thousand rows, each in a transaction of its own,",
                            "outside of the migration")
                    .say(what + " changes all rows of " + shown
                            + " in one transaction: none of them can be written by anybody else until it ends");
        }
    }
}
