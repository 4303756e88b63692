package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.Effect;
import java.util.List;

/**
 * A partition whose rows, or those of the default partition, have to be looked at (PostgreSQL 18 manual, ALTER TABLE, ATTACH
 * PARTITION).
 */
final class AttachPartitionScans implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        for (Alteration it : subject.alterations("AttachPartition")) {
            Effect effect = it.effect();
            QualifiedName part = subject.world().name(it.def().child("name"));
            if (!effect.scans().isEmpty()) {
                report.at(it)
                        .object(it.shownTable())
                        .instead(instead(
                                effect.scans().contains(part)
                                        ? part
                                        : effect.scans().first()))
                        .say("ATTACH PARTITION reads all rows of " + Wording.tables(effect.scans()) + " while "
                                + Wording.refusals(effect, subject.world()));
            } else if (effect.unsure().containsKey(part)) {
                report.at(it)
                        .unsure()
                        .object(it.shownTable())
                        .instead(instead(part))
                        .say("ATTACH PARTITION may read all rows of " + Subject.shown(part) + " while "
                                + Wording.refusals(effect, subject.world())
                                + ": it does not where a validated check says what the partition's bounds say");
            }
        }
        if (subject.is("CreateStmt") && !subject.tree().child("partbound").isNone()) {
            List<QualifiedName> scans = List.copyOf(subject.effect().scans());
            if (!scans.isEmpty()) {
                report.at(subject)
                        .object(Subject.shown(scans.getFirst()))
                        .instead(instead(scans.getFirst()))
                        .say("a new partition has all rows of the default partition " + Wording.tables(scans)
                                + " read while " + Wording.refusals(subject.effect(), subject.world()));
            }
        }
    }

    private static String[] instead(QualifiedName table) {
        String alter = "ALTER TABLE " + Subject.sql(table) + " ";
        return new String[] {
            alter + "ADD CONSTRAINT … CHECK (its rows are where they belong) NOT VALID;",
            "in a later migration: " + alter + "VALIDATE CONSTRAINT …;",
            "and then attach it: the check proves what would have to be read"
        };
    }
}
