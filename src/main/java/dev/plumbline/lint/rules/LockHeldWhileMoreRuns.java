package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import java.util.List;
import java.util.Optional;

/**
 * Work that takes long in a transaction that keeps everybody from a table already: locks last until it ends (PostgreSQL 18 manual,
 * 13.3.1).
 */
final class LockHeldWhileMoreRuns implements Rule {
    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    /** A statement, and the table that it keeps everybody from. */
    private record Holder(Subject subject, QualifiedName table) {}

    @Override
    public void check(Subject subject, Report report) {
        List<Subject> before = subject.transaction().subjects();
        Optional<Holder> holder = holder(subject, before);
        if (holder.isEmpty()) {
            return;
        }
        for (int i = 1; i < before.size(); i++) {
            if (holder(before.get(i), before.subList(0, i)).isPresent()) {
                // One transaction, one finding.
                return;
            }
        }
        Subject first = holder.get().subject();
        String table = Subject.shown(holder.get().table());
        report.at(subject)
                .object(table)
                .instead("move it into a migration of its own; or, where order does not matter, before line "
                        + first.line())
                .say(LongWork.name(subject) + " takes long, and everybody waits for " + table
                        + " meanwhile, which line " + first.line() + " locked");
    }

    /** Who holds a lock that this statement keeps from being released, and that it does not need itself. */
    private static Optional<Holder> holder(Subject subject, List<Subject> before) {
        if (!LongWork.takesLong(subject)) {
            return Optional.empty();
        }
        for (Subject one : before) {
            for (QualifiedName table : Wording.locked(one.effect(), subject.world(), LockMode.ACCESS_EXCLUSIVE)) {
                LockMode own = subject.effect().locks().getOrDefault(table, LockMode.ACCESS_SHARE);
                if (isTable(one, table) && own != LockMode.ACCESS_EXCLUSIVE && !LongWork.isAbout(subject, table)) {
                    return Optional.of(new Holder(one, table));
                }
            }
        }
        return Optional.empty();
    }

    /** An index that went since is not known to be one any more. */
    private static boolean isTable(Subject before, QualifiedName name) {
        return before.world().find(name).isPresent()
                || (!before.is("DropStmt") && before.relation().name().equals(name));
    }
}
