package dev.plumbline.lint.rules;

import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;

/** A statement that PostgreSQL refuses inside of a transaction, after {@code BEGIN} ({@code PreventInTransactionBlock}, 25001). */
final class ConcurrentlyInTransaction implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        if (subject.refusesTransactions() && subject.transaction().explicit()) {
            report.at(subject)
                    .instead("write it before BEGIN or after COMMIT")
                    .say("PostgreSQL refuses to run this inside of a transaction, and BEGIN has started one");
        }
    }
}
