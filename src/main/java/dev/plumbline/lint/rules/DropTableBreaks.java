package dev.plumbline.lint.rules;

import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.model.QualifiedName;
import java.util.Set;

/** A table that goes, with its rows, while the application runs. */
final class DropTableBreaks implements Rule {
    private static final Set<String> TABLES = Set.of("OBJECT_TABLE", "OBJECT_FOREIGN_TABLE");

    @Override
    public void checkFile(Subject.File file, Report report) {
        FileCourse.dropped(file, TABLES, (subject, table) -> say(subject, table, report));
    }

    private static void say(Subject subject, QualifiedName table, Report report) {
        report.at(subject)
                .object(Subject.shown(table))
                .instead(
                        "let no running version of the application name " + Subject.shown(table)
                                + " any more, and then, above this line:",
                        "-- plumb:allow drop-table-breaks SINCE WHEN NOTHING USES IT")
                .say("DROP TABLE loses all rows of " + Subject.shown(table)
                        + ", and queries of the running application that name it fail");
    }
}
