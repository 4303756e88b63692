package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;

/** A B-tree of many columns that is there to find rows alone (PostgreSQL 18 manual, 11.3: more than three are unlikely to help). */
final class WideIndex implements Rule {
    private static final int ENOUGH = 3;

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
        int columns = subject.tree().list("indexParams").size();
        if (subject.is("IndexStmt")
                && !subject.tree().flag("unique")
                && subject.tree().text("accessMethod").equals("btree")
                && columns > ENOUGH) {
            report.at(subject)
                    .object(subject.tree().text("idxname"))
                    .instead(
                            "the columns that narrow the rows down most, and those that only come along behind INCLUDE")
                    .say("an index of " + columns
                            + " columns rarely finds rows faster than one of three, and every write pays for it");
        }
    }
}
