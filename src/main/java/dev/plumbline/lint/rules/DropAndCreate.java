package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.Identifiers;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;

/** A table or column that is dropped and made again, empty. */
final class DropAndCreate implements Rule {
    @Override
    public void checkFile(Subject.File file, Report report) {
        List<Subject> all = file.subjects();
        for (int i = 0; i < all.size(); i++) {
            Subject subject = all.get(i);
            FileCourse course = new FileCourse(all, i);
            if (subject.is("DropStmt") && subject.tree().text("removeType").equals("OBJECT_TABLE")) {
                for (Tree object : subject.tree().list("objects")) {
                    subject.inUse(object.names("items"))
                            .filter(name -> course.isMadeAgain(name) && !course.isFilled(name))
                            .ifPresent(name -> table(subject, name, report));
                }
            }
            for (Alteration it : subject.alterations("DropColumn")) {
                subject.inUse(subject.tree().child("relation"))
                        .filter(name -> course.isAddedAgain(name, it.name()) && !course.wasAdded(name, it.name()))
                        .ifPresent(name -> column(it, name, report));
            }
        }
    }

    private static void table(Subject subject, QualifiedName table, Report report) {
        report.at(subject)
                .object(Subject.shown(table))
                .instead("ALTER TABLE " + Subject.sql(table) + " …; makes it what it is to be, and keeps its rows")
                .say("DROP TABLE, and CREATE TABLE later in the file: all rows of " + Subject.shown(table)
                        + " are lost");
    }

    private static void column(Alteration it, QualifiedName table, Report report) {
        String column = Subject.shown(table) + "." + it.name();
        report.at(it)
                .object(column)
                .instead(
                        "ALTER TABLE " + Subject.sql(table) + " ALTER COLUMN " + Identifiers.quote(it.name())
                                + " TYPE … USING …; keeps the values (plumb explain column-type-rewrites),",
                        "or add the new column under a name of its own")
                .say("DROP COLUMN, and ADD COLUMN of the same name: all values of " + column + " are lost");
    }
}
