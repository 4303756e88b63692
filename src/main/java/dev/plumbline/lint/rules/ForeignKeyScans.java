package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.Relation;
import java.util.List;

/** A foreign key that all rows are held to while both tables are locked (PostgreSQL 18 manual, ALTER TABLE, Notes). */
final class ForeignKeyScans implements Rule {
    private static final int NOT_VALID_ON_PARTITIONED_SINCE = 18;

    @Override
    public void check(Subject subject, Report report) {
        for (Alteration it : subject.alterations()) {
            Effect effect = it.effect();
            if (effect.scans().isEmpty()) {
                continue;
            }
            if (it.type().equals("AddConstraint") && it.def().text("contype").equals("CONSTR_FOREIGN")) {
                Report.Draft draft = report.at(it);
                if (canBeNotValid(it)) {
                    NotValid.fix(it).ifPresent(draft::fix);
                }
                draft.object(it.shownTable())
                        .instead(instead(it, it.def().names("fk_attrs")))
                        .say(says("ADD FOREIGN KEY", it, effect));
            } else if (it.type().equals("AddColumn")) {
                Subject.constraint(it.def(), "CONSTR_FOREIGN").ifPresent(key -> report.at(subject, key)
                        .object(it.shown(it.name()))
                        .instead(
                                "ALTER TABLE " + it.sqlTable() + " ADD COLUMN … without REFERENCES;",
                                "ALTER TABLE " + it.sqlTable() + " ADD FOREIGN KEY (…) REFERENCES … NOT VALID;",
                                "in a later migration: ALTER TABLE … VALIDATE CONSTRAINT …;")
                        .say(says("ADD COLUMN … DEFAULT … REFERENCES", it, effect)));
            }
        }
    }

    private static String[] instead(Alteration it, List<String> columns) {
        if (!canBeNotValid(it)) {
            return new String[] {
                "add the key NOT VALID to each partition, and validate it there in a later migration;",
                "then add it to " + it.sqlTable() + ": it takes over what the partitions have"
            };
        }
        return NotValid.instead(it, NotValid.name(it, String.join("_", columns), "fkey"), it.textFrom("foreign"));
    }

    private static boolean canBeNotValid(Alteration it) {
        return it.table().kind() != Relation.Kind.PARTITIONED_TABLE
                || it.subject().major() >= NOT_VALID_ON_PARTITIONED_SINCE;
    }

    private static String says(String what, Alteration it, Effect effect) {
        return what + " looks up every row of " + Wording.tables(effect.scans()) + " while "
                + Wording.refusals(effect, it.subject().world());
    }
}
