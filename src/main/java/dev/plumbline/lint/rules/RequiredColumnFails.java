package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.risk.Types;
import dev.plumbline.sql.Identifiers;
import dev.plumbline.sql.grammar.Tree;
import java.util.Optional;

/** A new column that no row that is there has a value for, and no INSERT of the running application gives one. */
final class RequiredColumnFails implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        for (Alteration it : subject.alterations("AddColumn")) {
            boolean there =
                    it.tree().flag("missing_ok") && it.table().column(it.name()).isPresent();
            if (subject.effect().locks().containsKey(it.table().name()) && !there && isRequired(it.def())) {
                String alter = "ALTER TABLE " + it.sqlTable() + " ADD COLUMN " + Identifiers.quote(it.name()) + " "
                        + Types.format(it.def().child("typeName"), it.subject().world());
                report.at(it)
                        .object(it.shown(it.name()))
                        .instead(
                                alter + " NOT NULL DEFAULT …; which writes no row where the default is a constant,",
                                "or " + alter
                                        + "; and NOT NULL once every row has a value: plumb explain not-null-scans")
                        .say(
                                "ADD COLUMN " + it.name() + " NOT NULL without a default fails where "
                                        + it.shownTable()
                                        + " has rows, and after it every INSERT of the running application, which does not know the column");
            }
        }
    }

    private static boolean isRequired(Tree definition) {
        boolean notNull = Subject.constraint(definition, "CONSTR_NOTNULL").isPresent()
                || Subject.constraint(definition, "CONSTR_PRIMARY").isPresent();
        Optional<Tree> value = Subject.constraint(definition, "CONSTR_DEFAULT").map(it -> it.child("raw_expr"));
        boolean given =
                value.filter(it -> !(it.is("A_Const") && it.flag("isnull"))).isPresent()
                        || Types.isSerial(definition.child("typeName"))
                        || Subject.constraint(definition, "CONSTR_IDENTITY").isPresent()
                        || Subject.constraint(definition, "CONSTR_GENERATED").isPresent();
        return notNull && !given;
    }
}
