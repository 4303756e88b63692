package dev.plumbline.lint.rules;

import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.risk.Effect;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;

/** A domain's new constraint is checked in every table that uses it (PostgreSQL 18 manual, ALTER DOMAIN). */
final class DomainConstraintScans implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        if (!subject.is("AlterDomainStmt")) {
            return;
        }
        Tree tree = subject.tree();
        String does =
                switch (tree.text("subtype")) {
                    case "C" -> tree.child("def").flag("skip_validation") ? "" : "ADD CONSTRAINT";
                    case "O" -> "SET NOT NULL";
                    default -> "";
                };
        List<String> names = tree.names("typeName");
        if (does.isEmpty() || madeHere(subject, names)) {
            return;
        }
        Effect effect = subject.effect();
        String domain = names.getLast();
        if (effect.scans().isEmpty()) {
            if (!subject.world().known()) {
                report.at(subject)
                        .unsure()
                        .object(domain)
                        .instead(instead(does, domain))
                        .say(
                                "ALTER DOMAIN " + domain + " " + does
                                        + " reads all rows of every table with a column of the domain, and these refuse writes meanwhile");
            }
            return;
        }
        report.at(subject)
                .object(domain)
                .instead(instead(does, domain))
                .say("ALTER DOMAIN " + domain + " " + does + " reads all rows of " + Wording.tables(effect.scans())
                        + " while " + Wording.refusals(effect, subject.world()));
    }

    private static boolean madeHere(Subject subject, List<String> names) {
        return subject.file().subjects().stream()
                .anyMatch(before -> before.is("CreateDomainStmt")
                        && before.tree().names("domainname").getLast().equals(names.getLast()));
    }

    private static String[] instead(String does, String domain) {
        return does.equals("SET NOT NULL")
                ? new String[] {"make the columns NOT NULL one by one: plumb explain not-null-scans"}
                : new String[] {
                    "ALTER DOMAIN " + domain + " ADD CONSTRAINT … CHECK (…) NOT VALID;",
                    "and hold the rows that are there to it with a check of their own table, NOT VALID and then validated"
                };
    }
}
