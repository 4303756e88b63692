package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.sql.Identifiers;

/** A new column whose default goes at once: the running application, which does not know the column, cannot insert any more. */
final class DropDefaultBreaks implements Rule {
    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void check(Subject subject, Report report) {
        for (Alteration it : subject.alterations("ColumnDefault")) {
            if (it.def().isNone()
                    && subject.effect().locks().containsKey(it.table().name())
                    && wasAddedAsRequired(it)) {
                report.at(it)
                        .object(it.shown(it.name()))
                        .instead(
                                "in a later migration, when every running version gives " + it.shown(it.name())
                                        + " a value:",
                                "ALTER TABLE " + it.sqlTable() + " ALTER COLUMN " + Identifiers.quote(it.name())
                                        + " DROP DEFAULT;")
                        .say("DROP DEFAULT right after ADD COLUMN: every INSERT of the running application into "
                                + it.shownTable() + " fails, which does not know " + it.name());
            }
        }
    }

    private static boolean wasAddedAsRequired(Alteration dropped) {
        return dropped.subject().file().subjects().stream()
                .filter(before -> before.is("AlterTableStmt")
                        && before.relation().name().equals(dropped.table().name()))
                .flatMap(before -> before.alterations("AddColumn").stream())
                .anyMatch(added -> added.name().equals(dropped.name())
                        && Subject.constraint(added.def(), "CONSTR_NOTNULL").isPresent());
    }
}
