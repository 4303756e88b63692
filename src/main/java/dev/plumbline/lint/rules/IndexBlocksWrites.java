package dev.plumbline.lint.rules;

import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.Relation;

/** {@code CREATE INDEX} without {@code CONCURRENTLY} on a table that others use (PostgreSQL 18 manual, CREATE INDEX). */
final class IndexBlocksWrites implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        if (!subject.is("IndexStmt")
                || subject.tree().flag("concurrent")
                || subject.effect().builds().isEmpty()) {
            return;
        }
        Relation table = subject.relation();
        QualifiedName name = table.name();
        if (table.kind() == Relation.Kind.PARTITIONED_TABLE) {
            partitioned(subject, report, name);
            return;
        }
        Report.Draft draft = report.at(subject).object(Subject.shown(name));
        if (!subject.transaction().explicit()) {
            subject.afterWord("index", " CONCURRENTLY").ifPresent(draft::fix);
        }
        draft.instead("CREATE INDEX CONCURRENTLY …, outside of a transaction")
                .say("CREATE INDEX blocks writes to " + Subject.shown(name) + " until all of its rows are indexed");
    }

    private static void partitioned(Subject subject, Report report, QualifiedName name) {
        report.at(subject)
                .object(Subject.shown(name))
                .instead(
                        "CREATE INDEX … ON ONLY " + Subject.shown(name) + " …;",
                        "CREATE INDEX CONCURRENTLY … on each partition, then ALTER INDEX … ATTACH PARTITION …")
                .say("CREATE INDEX blocks writes to " + Subject.shown(name)
                        + " and all of its partitions until all of their rows are indexed");
    }
}
