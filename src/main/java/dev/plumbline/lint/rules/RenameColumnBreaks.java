package dev.plumbline.lint.rules;

import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.Identifiers;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Optional;

/** A column whose name changes under the running application. */
final class RenameColumnBreaks implements Rule {
    @Override
    public void checkFile(Subject.File file, Report report) {
        List<Subject> all = file.subjects();
        for (int i = 0; i < all.size(); i++) {
            Subject subject = all.get(i);
            Tree tree = subject.tree();
            if (!subject.is("RenameStmt") || !tree.text("renameType").equals("OBJECT_COLUMN")) {
                continue;
            }
            Optional<QualifiedName> table = subject.inUse(tree.child("relation"));
            String column = tree.text("subname");
            FileCourse course = new FileCourse(all, i);
            // A new column in the place of the old one: the name stays.
            if (table.isPresent()
                    && !course.columnComesBack(table.get(), column)
                    && !course.columnWasFreed(table.get(), tree.text("newname"))
                    && !course.wasAdded(table.get(), column)) {
                say(subject, table.get(), column, report);
            }
        }
    }

    private static void say(Subject subject, QualifiedName table, String column, Report report) {
        String shown = Subject.shown(table) + "." + column;
        String other = Identifiers.quote(subject.tree().text("newname"));
        report.at(subject)
                .object(shown)
                .instead(
                        "ALTER TABLE " + Subject.sql(table) + " ADD COLUMN " + other + " …;",
                        "keep it in step with " + Identifiers.quote(column)
                                + " by a trigger, fill it in chunks, let the application use it,",
                        "and drop " + Identifiers.quote(column) + " in a later migration")
                .say("RENAME COLUMN: queries of the running application that name " + shown + " fail from here on");
    }
}
