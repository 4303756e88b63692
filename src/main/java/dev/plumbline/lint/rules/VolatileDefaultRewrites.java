package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.Types;
import dev.plumbline.sql.Identifiers;

/** A column whose default is another one in each row, and so has to be written into it (PostgreSQL 18 manual, ALTER TABLE, Notes). */
final class VolatileDefaultRewrites implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        for (Alteration it : subject.alterations("AddColumn")) {
            Effect effect = it.effect();
            boolean rewrites = !effect.rewrites().isEmpty();
            boolean unsure = !rewrites && effect.unsure().containsKey(it.table().name());
            if ((!rewrites && !unsure) || NewColumn.of(it) != NewColumn.DEFAULT) {
                continue;
            }
            Subject.constraint(it.def(), "CONSTR_DEFAULT").ifPresent(value -> {
                Report.Draft draft =
                        report.at(subject, value).object(it.shown(it.name())).instead(instead(it));
                if (unsure) {
                    draft.unsure();
                }
                draft.say("ADD COLUMN … DEFAULT " + (unsure ? "may write" : "writes") + " every row of "
                        + Wording.tables(unsure ? effect.unsure().keySet() : effect.rewrites()) + " anew while "
                        + Wording.refusals(effect, subject.world())
                        + (unsure
                                ? ": it does where a function in the default is volatile"
                                : ", because the default is another one in each row"));
            });
        }
    }

    private static String[] instead(Alteration it) {
        String alter = "ALTER TABLE " + it.sqlTable() + " ";
        String column = Identifiers.quote(it.name());
        String type = Types.format(it.def().child("typeName"), it.subject().world());
        return new String[] {
            alter + "ADD COLUMN " + column + " " + type + ";",
            alter + "ALTER COLUMN " + column + " SET " + it.textFrom("default") + ";",
            "and fill the rows that were there in chunks, each in a transaction of its own"
        };
    }
}
