package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
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
        FileCourse.dropped(file, VIEWS, (subject, view) -> report.at(subject)
                .object(Subject.shown(view))
                .instead(
                        "let no running version of the application read " + Subject.shown(view)
                                + " any more, and then, above this line:",
                        "-- plumb:allow drop-view-breaks SINCE WHEN NOTHING READS IT")
                .say("DROP VIEW: queries of the running application that read " + Subject.shown(view) + " fail"));
    }
}
