package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import java.util.List;

/** {@code TRUNCATE} of tables that are in use (PostgreSQL 18 manual, TRUNCATE). */
final class TruncateLosesRows implements Rule {
    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void check(Subject subject, Report report) {
        if (!subject.is("TruncateStmt") || subject.tree().text("behavior").equals("DROP_CASCADE")) {
            return;
        }
        List<QualifiedName> tables = Wording.locked(subject.effect(), subject.world(), LockMode.ACCESS_EXCLUSIVE);
        if (!tables.isEmpty()) {
            report.at(subject)
                    .object(Subject.shown(tables.getFirst()))
                    .instead(
                            "where the rows are not needed any more, say why: -- plumb:allow truncate-loses-rows REASON")
                    .say("TRUNCATE loses all rows of " + Wording.tables(tables) + ", and "
                            + Wording.refusals(subject.effect(), subject.world()) + " until the transaction ends");
        }
    }
}
