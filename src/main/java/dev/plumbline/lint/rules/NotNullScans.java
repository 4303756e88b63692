package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Fix;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.risk.Effect;
import dev.plumbline.sql.Identifiers;
import java.util.List;

/** NOT NULL that nothing proves yet (PostgreSQL 18 manual, ALTER TABLE, SET NOT NULL). */
final class NotNullScans implements Rule {
    private static final int NOT_VALID_SINCE = 18;

    @Override
    public void check(Subject subject, Report report) {
        for (Alteration it : subject.alterations()) {
            boolean adds = it.type().equals("AddConstraint")
                    && it.def().text("contype").equals("CONSTR_NOTNULL");
            if (adds || it.type().equals("SetNotNull")) {
                List<String> columns = adds ? it.def().names("keys") : List.of(it.name());
                report(it, adds ? "ADD NOT NULL" : "SET NOT NULL", columns.getFirst(), report);
            }
        }
    }

    private static void report(Alteration it, String what, String column, Report report) {
        Effect effect = it.effect();
        boolean scans = !effect.scans().isEmpty();
        if (!scans && effect.unsure().isEmpty()) {
            return;
        }
        Report.Draft draft = report.at(it).object(it.shown(column)).instead(instead(it, column));
        if (!scans) {
            draft.unsure();
        } else if (it.type().equals("SetNotNull") && it.subject().major() >= NOT_VALID_SINCE) {
            String name = name(it, column);
            String constraint = "ADD CONSTRAINT " + Identifiers.quote(name) + " NOT NULL " + Identifiers.quote(column);
            NotValid.fix(it, name, Fix.replace(it.from(), it.to(), constraint + " NOT VALID"))
                    .ifPresent(draft::fix);
        }
        draft.say(what + (scans ? " reads" : " may read") + " all rows of "
                + Wording.tables(scans ? effect.scans() : effect.unsure().keySet()) + " while "
                + Wording.refusals(effect, it.subject().world())
                + (scans ? "" : ": it does not where a validated CHECK (" + column + " IS NOT NULL) is there already"));
    }

    /** The one that PostgreSQL would choose. */
    private static String name(Alteration it, String column) {
        return it.table().name().name() + "_" + column + "_not_null";
    }

    private static String[] instead(Alteration it, String column) {
        String name = name(it, column);
        String quoted = Identifiers.quote(column);
        if (it.subject().major() >= NOT_VALID_SINCE) {
            return NotValid.instead(it, name, "NOT NULL " + quoted);
        }
        String[] lines = NotValid.instead(it, name, "CHECK (" + quoted + " IS NOT NULL)");
        String alter = "ALTER TABLE " + it.sqlTable() + " ";
        return new String[] {
            lines[0],
            lines[1],
            "and then, which reads no row any more: " + alter + "ALTER COLUMN " + quoted
                    + " SET NOT NULL, DROP CONSTRAINT " + Identifiers.quote(name) + ";"
        };
    }
}
