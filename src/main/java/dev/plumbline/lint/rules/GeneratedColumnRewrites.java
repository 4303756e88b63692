package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.Types;
import dev.plumbline.sql.Identifiers;

/** A stored generated column, which is computed for every row that is there (PostgreSQL 18 manual, 5.4). */
final class GeneratedColumnRewrites implements Rule {
    private static final int VIRTUAL_SINCE = 18;

    @Override
    public void check(Subject subject, Report report) {
        for (Alteration it : subject.alterations("AddColumn")) {
            Effect effect = it.effect();
            if (!effect.rewrites().isEmpty() && NewColumn.of(it) == NewColumn.GENERATED) {
                report.at(it)
                        .object(it.shown(it.name()))
                        .instead(instead(it))
                        .say("ADD COLUMN … GENERATED … STORED writes every row of " + Wording.tables(effect.rewrites())
                                + " anew while " + Wording.refusals(effect, subject.world()));
            }
        }
    }

    private static String[] instead(Alteration it) {
        String add = "ALTER TABLE " + it.sqlTable() + " ADD COLUMN " + Identifiers.quote(it.name()) + " "
                + Types.format(it.def().child("typeName"), it.subject().world());
        String trigger = add + ", a trigger that computes it, and the rows that were there filled in chunks";
        return it.subject().major() >= VIRTUAL_SINCE
                ? new String[] {
                    add + " " + it.textOf("generated") + " VIRTUAL; computes it when it is read, and writes nothing",
                    "or, where it must be stored: " + trigger
                }
                : new String[] {trigger};
    }
}
