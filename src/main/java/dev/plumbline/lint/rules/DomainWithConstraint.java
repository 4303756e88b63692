package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.sql.grammar.Tree;
import java.util.Set;

/** A domain that refuses values: each later column of it is written row by row, and each change of it read (PostgreSQL 18). */
final class DomainWithConstraint implements Rule {
    private static final Set<String> REFUSES = Set.of("CONSTR_CHECK", "CONSTR_NOTNULL");

    @Override
    public Severity severity() {
        return Severity.INFO;
    }

    @Override
    public void check(Subject subject, Report report) {
        if (!subject.is("CreateDomainStmt")) {
            return;
        }
        for (Tree constraint : subject.tree().list("constraints")) {
            if (REFUSES.contains(constraint.text("contype"))) {
                String domain = subject.tree().names("domainname").getLast();
                report.at(subject, constraint)
                        .object(domain)
                        .instead("a column of the base type, and the check as a constraint of its table")
                        .say("a constraint of domain " + domain
                                + " makes every later ADD COLUMN of it write all rows of its table anew");
                return;
            }
        }
    }
}
