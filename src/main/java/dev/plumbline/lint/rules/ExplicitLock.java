package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.World;

/** {@code LOCK TABLE} that keeps others from a table until the transaction ends (PostgreSQL 18 manual, LOCK). */
final class ExplicitLock implements Rule {
    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void check(Subject subject, Report report) {
        if (!subject.is("LockStmt")) {
            return;
        }
        World world = subject.world();
        var tables = Wording.locked(subject.effect(), world, LockMode.SHARE);
        if (!tables.isEmpty()) {
            report.at(subject)
                    .object(Subject.shown(tables.getFirst()))
                    .instead(
                            "leave it out where the statements that follow lock the table anyway,",
                            "or make what happens under it as short as can be")
                    .say("LOCK TABLE: " + Wording.refusals(subject.effect(), world) + " until the transaction ends");
        }
    }
}
