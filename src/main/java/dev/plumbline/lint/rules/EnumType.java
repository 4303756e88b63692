package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;

/** An enum, whose values can be added and renamed but never removed (PostgreSQL 18 manual, 8.7). Off: a matter of taste. */
final class EnumType implements Rule {
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
        if (subject.is("CreateEnumStmt")) {
            String type = subject.tree().names("typeName").getLast();
            report.at(subject)
                    .object(type)
                    .instead("text with a CHECK, or a table of the values and a foreign key to it")
                    .say("no value of enum " + type
                            + " can be removed again, and a new one cannot be used in the transaction that adds it");
        }
    }
}
