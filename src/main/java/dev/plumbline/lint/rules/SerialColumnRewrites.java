package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.Types;
import dev.plumbline.sql.Identifiers;

/** A serial or identity column on a table that has rows: each of them takes a number (PostgreSQL 18 manual, ALTER TABLE, Notes). */
final class SerialColumnRewrites implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        for (Alteration it : subject.alterations("AddColumn")) {
            Effect effect = it.effect();
            if (!effect.rewrites().isEmpty() && NewColumn.of(it) == NewColumn.SERIAL) {
                boolean serial = Types.isSerial(it.def().child("typeName"));
                report.at(it)
                        .object(it.shown(it.name()))
                        .instead(instead(it))
                        .say("ADD COLUMN … " + (serial ? "serial" : "AS IDENTITY") + " writes every row of "
                                + Wording.tables(effect.rewrites()) + " anew, to number it, while "
                                + Wording.refusals(effect, subject.world()));
            }
        }
    }

    private static String[] instead(Alteration it) {
        String alter = "ALTER TABLE " + it.sqlTable() + " ";
        String column = Identifiers.quote(it.name());
        String sequence = Identifiers.quote(it.table().name().name() + "_" + it.name() + "_seq");
        return new String[] {
            alter + "ADD COLUMN " + column + " bigint; CREATE SEQUENCE " + sequence + " OWNED BY " + it.sqlTable() + "."
                    + column + ";",
            alter + "ALTER COLUMN " + column + " SET DEFAULT nextval('" + sequence + "');",
            "and number the rows that were there in chunks, each in a transaction of its own"
        };
    }
}
