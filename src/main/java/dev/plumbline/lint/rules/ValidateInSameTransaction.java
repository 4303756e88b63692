package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import java.util.Optional;

/**
 * {@code VALIDATE CONSTRAINT} while a strong lock is still held: locks last until the transaction ends (PostgreSQL 18 manual, 13.3.1).
 */
final class ValidateInSameTransaction implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        for (Alteration it : subject.alterations("ValidateConstraint")) {
            boolean done =
                    it.table().key(it.name()).filter(Relation.Key::validated).isPresent();
            if (it.table().fresh() || done) {
                continue;
            }
            // A lock that blocks writes; ADD … NOT VALID takes one.
            Optional<Subject> holder = it.effect().scans().stream()
                    .flatMap(table -> subject.heldBy(table, LockMode.SHARE).stream())
                    .findFirst();
            boolean sameStatement = subject.alterations().stream()
                    .anyMatch(other -> !other.type().equals("ValidateConstraint"));
            if (holder.isEmpty() && !sameStatement) {
                continue;
            }
            LockMode mode = holder.map(Subject::effect)
                    .orElse(subject.effect())
                    .locks()
                    .getOrDefault(it.table().name(), LockMode.ACCESS_EXCLUSIVE);
            if (!mode.blocksWrites()) {
                continue;
            }
            report.at(it)
                    .object(it.shownTable())
                    .instead(
                            "move it into a migration of its own, which runs after this one is committed:",
                            "ALTER TABLE " + it.sqlTable() + " " + it.text() + ";")
                    .say("VALIDATE CONSTRAINT reads all rows of " + it.shownTable() + " while "
                            + holder.map(before -> "the lock of line " + before.line())
                                    .orElse("the lock of this statement")
                            + " still blocks " + mode.blocks());
        }
    }
}
