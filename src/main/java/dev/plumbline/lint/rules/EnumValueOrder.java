package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.sql.Identifiers;

/** A value that comes last in the order of an enum because nobody said where (PostgreSQL 18 manual, ALTER TYPE). Off. */
final class EnumValueOrder implements Rule {
    @Override
    public Severity severity() {
        return Severity.INFO;
    }

    @Override
    public boolean on() {
        return false;
    }

    @Override
    public void check(Subject subject, Report report) {
        if (subject.is("AlterEnumStmt")
                && subject.tree().text("oldVal").isEmpty()
                && subject.tree().text("newValNeighbor").isEmpty()) {
            String value = Identifiers.quoteLiteral(subject.tree().text("newVal"));
            report.at(subject)
                    .object(subject.tree().names("typeName").getLast())
                    .instead("ADD VALUE " + value + " BEFORE '…', or AFTER '…'")
                    .say(value + " comes after all other values, in ORDER BY and < too, and cannot be moved later");
        }
    }
}
