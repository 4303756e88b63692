package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.model.QualifiedName;
import java.util.List;
import java.util.Optional;

/** A column that goes, with its values, while the application runs. */
final class DropColumnBreaks implements Rule {
    @Override
    public void checkFile(Subject.File file, Report report) {
        List<Subject> all = file.subjects();
        for (int i = 0; i < all.size(); i++) {
            FileCourse course = new FileCourse(all, i);
            for (Alteration it : all.get(i).alterations("DropColumn")) {
                Optional<QualifiedName> table =
                        it.subject().inUse(it.subject().tree().child("relation"));
                table.filter(name -> !course.columnComesBack(name, it.name()) && !course.wasAdded(name, it.name()))
                        .ifPresent(name -> say(it, name, report));
            }
        }
    }

    private static void say(Alteration it, QualifiedName table, Report report) {
        String column = Subject.shown(table) + "." + it.name();
        report.at(it)
                .object(column)
                .instead(
                        "let no running version of the application name " + column
                                + " any more, and then, above this line:",
                        "-- plumb:allow drop-column-breaks SINCE WHEN NOTHING USES IT")
                .say("DROP COLUMN loses all values of " + column
                        + ", and queries of the running application that name it fail");
    }
}
