package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.sql.grammar.Tree;
import java.util.Optional;

/** {@code DROP INDEX} without {@code CONCURRENTLY} (PostgreSQL 18 manual, DROP INDEX). */
final class DropIndexBlocks implements Rule {
    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void check(Subject subject, Report report) {
        if (!subject.is("DropStmt")
                || !subject.tree().text("removeType").equals("OBJECT_INDEX")
                || subject.tree().flag("concurrent")) {
            return;
        }
        boolean single = subject.tree().list("objects").size() == 1
                && !subject.tree().text("behavior").equals("DROP_CASCADE");
        for (Tree object : subject.tree().list("objects")) {
            QualifiedName index = subject.world().name(object.names("items"));
            Optional<Relation> table =
                    subject.world().find(index).flatMap(Relation::owner).map(subject.world()::relation);
            if (blocks(subject, index, table)) {
                String whose = table.map(it -> Subject.shown(it.name())).orElse("the index's table");
                Report.Draft draft = report.at(subject).object(Subject.shown(index));
                if (single && !subject.transaction().explicit()) {
                    subject.afterWord("index", " CONCURRENTLY").ifPresent(draft::fix);
                }
                draft.instead("DROP INDEX CONCURRENTLY " + Subject.sql(index) + ";, outside of a transaction")
                        .say("DROP INDEX waits for all who use " + whose
                                + ", and keeps new reads and writes of it waiting behind it");
            }
        }
    }

    /** One of a partitioned table cannot be dropped concurrently; and who keeps everybody out already does no more harm. */
    private static boolean blocks(Subject subject, QualifiedName index, Optional<Relation> table) {
        return subject.effect().locks().containsKey(index)
                && table.filter(it -> it.kind() == Relation.Kind.PARTITIONED_TABLE
                                || subject.heldBy(it.name(), LockMode.ACCESS_EXCLUSIVE)
                                        .isPresent())
                        .isEmpty();
    }
}
