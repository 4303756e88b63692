package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Set;

/** A view that goes while the application runs, and does not come back. */
final class DropViewBreaks implements Rule {
    private static final Set<String> VIEWS = Set.of("OBJECT_VIEW", "OBJECT_MATVIEW");

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void checkFile(Subject.File file, Report report) {
        List<Subject> all = file.subjects();
        for (int i = 0; i < all.size(); i++) {
            Subject subject = all.get(i);
            FileCourse course = new FileCourse(all, i);
            if (subject.is("DropStmt") && VIEWS.contains(subject.tree().text("removeType"))) {
                for (Tree object : subject.tree().list("objects")) {
                    subject.inUse(object.names("items"))
                            .filter(name -> !course.comesBack(name))
                            .ifPresent(name -> report.at(subject)
                                    .object(Subject.shown(name))
                                    .instead(
                                            "let no running version of the application read " + Subject.shown(name)
                                                    + " any more, and then, above this line:",
                                            "-- plumb:allow drop-view-breaks SINCE WHEN NOTHING READS IT")
                                    .say("DROP VIEW: queries of the running application that read "
                                            + Subject.shown(name) + " fail"));
                }
            }
        }
    }
}
