package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.risk.Effect;
import dev.plumbline.sql.grammar.Tree;
import java.util.Set;
import java.util.TreeSet;

/** A check that all rows are held to while the table is locked (PostgreSQL 18 manual, ALTER TABLE, Notes). */
final class CheckConstraintScans implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        for (Alteration it : subject.alterations()) {
            Effect effect = it.effect();
            if (effect.scans().isEmpty()) {
                continue;
            }
            if (it.type().equals("AddConstraint") && it.def().text("contype").equals("CONSTR_CHECK")) {
                String name = NotValid.name(it, columns(it.def()), "check");
                Report.Draft draft = report.at(it);
                NotValid.fix(it).ifPresent(draft::fix);
                draft.object(it.shownTable())
                        .instead(NotValid.instead(it, name, it.textOf("check")))
                        .say(says("ADD CONSTRAINT … CHECK", it, effect));
            } else if (it.type().equals("AddColumn")) {
                Subject.constraint(it.def(), "CONSTR_CHECK").ifPresent(check -> {
                    String column = it.name();
                    String[] later = NotValid.instead(
                            it, it.table().name().name() + "_" + column + "_check", it.textOf("check"));
                    report.at(subject, check)
                            .object(it.shown(column))
                            .instead(
                                    "ALTER TABLE " + it.sqlTable() + " ADD COLUMN … without the CHECK;",
                                    later[0],
                                    later[1])
                            .say(says("ADD COLUMN … CHECK", it, effect));
                });
            }
        }
    }

    private static String says(String what, Alteration it, Effect effect) {
        return what + " reads all rows of " + Wording.tables(effect.scans()) + " while "
                + Wording.refusals(effect, it.subject().world());
    }

    /** What PostgreSQL puts in the name: the column, where there is only one. */
    private static String columns(Tree constraint) {
        Set<String> columns = new TreeSet<>();
        constraint.child("raw_expr").walk(node -> {
            if (node.is("ColumnRef")) {
                columns.addAll(node.names("fields"));
            }
        });
        return columns.size() == 1 ? columns.iterator().next() : "";
    }
}
