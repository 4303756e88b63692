package dev.plumbline.lint.rules;

import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import java.util.ArrayList;
import java.util.List;

/** {@code TRUNCATE … CASCADE} empties every table that points to one of them, and so on (PostgreSQL 18 manual, TRUNCATE). */
final class TruncateCascade implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        if (!subject.is("TruncateStmt")
                || !subject.tree().text("behavior").equals("DROP_CASCADE")
                || subject.effect().locks().isEmpty()) {
            return;
        }
        List<QualifiedName> named = subject.tree().list("relations").stream()
                .map(subject.world()::name)
                .toList();
        List<QualifiedName> others =
                new ArrayList<>(Wording.locked(subject.effect(), subject.world(), LockMode.ACCESS_EXCLUSIVE));
        others.removeAll(named);
        report.at(subject)
                .object(Subject.shown(named.getFirst()))
                .instead(
                        "TRUNCATE the tables that are meant, by name and without CASCADE: PostgreSQL refuses where another points to them")
                .say("TRUNCATE … CASCADE loses all rows of " + Wording.tables(named)
                        + (others.isEmpty() ? "" : ", of " + Wording.tables(others))
                        + (others.isEmpty() || !subject.world().known()
                                ? " and of every" + (others.isEmpty() ? "" : " other")
                                        + " table whose foreign keys lead there"
                                : ", whose foreign keys lead there"));
    }
}
