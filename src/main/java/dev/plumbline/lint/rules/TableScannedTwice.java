package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.model.QualifiedName;
import java.util.List;
import java.util.Set;

/**
 * Several {@code ALTER TABLE} that each go through all rows, where one would go through them once (PostgreSQL 18 manual, ALTER TABLE:
 * multiple changes are combined into a single pass).
 */
final class TableScannedTwice implements Rule {
    private static final Set<String> COMBINED = Set.of("AlterColumnType", "SetNotNull", "AddColumn", "SetExpression");

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void check(Subject subject, Report report) {
        if (!passes(subject)) {
            return;
        }
        QualifiedName table = subject.relation().name();
        List<Subject> before = subject.transaction().subjects();
        for (int i = before.size() - 1; i >= 0; i--) {
            Subject one = before.get(i);
            if (!one.is("AlterTableStmt") && one.effect().locks().containsKey(table)) {
                // Rows that were changed in between must be seen.
                return;
            }
            if (passed(one) && one.relation().name().equals(table)) {
                report.at(subject)
                        .object(Subject.shown(table))
                        .instead("one ALTER TABLE " + Subject.sql(table) + " …, …; with the sub-commands of both")
                        .say("this ALTER TABLE goes through all rows of " + Subject.shown(table)
                                + " once more, and line " + one.line()
                                + " did so already, while nobody can read or write it");
                return;
            }
        }
    }

    /** Whether it goes through all rows in the pass that a statement makes for all of its sub-commands. */
    private static boolean passes(Subject subject) {
        return subject.alterations().stream()
                .filter(TableScannedTwice::isCombined)
                .anyMatch(it -> it.effect().scans().contains(it.table().name())
                        || it.effect().rewrites().contains(it.table().name()));
    }

    /** The world has moved on since; what it did is known. */
    private static boolean passed(Subject before) {
        boolean touches = before.effect().scans().contains(before.relation().name())
                || before.effect().rewrites().contains(before.relation().name());
        return touches && before.alterations().stream().anyMatch(TableScannedTwice::isCombined);
    }

    private static boolean isCombined(Alteration it) {
        String constraint = it.def().text("contype");
        return COMBINED.contains(it.type())
                || (it.type().equals("AddConstraint")
                        && (constraint.equals("CONSTR_CHECK") || constraint.equals("CONSTR_NOTNULL")));
    }
}
