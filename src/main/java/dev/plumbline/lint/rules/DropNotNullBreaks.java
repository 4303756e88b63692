package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;

/** A column that may hold NULL from now on, which those who read it may not expect. */
final class DropNotNullBreaks implements Rule {
    @Override
    public Severity severity() {
        return Severity.INFO;
    }

    @Override
    public void check(Subject subject, Report report) {
        for (Alteration it : subject.alterations("DropNotNull")) {
            int at = subject.file().subjects().size();
            boolean added = new FileCourse(subject.file().subjects(), at)
                    .wasAdded(it.table().name(), it.name());
            if (subject.effect().locks().containsKey(it.table().name()) && !added) {
                report.at(it)
                        .object(it.shown(it.name()))
                        .instead("let every reader take NULL before anything writes it")
                        .say("DROP NOT NULL: readers of " + it.shown(it.name())
                                + " that do not expect NULL fail on the first one");
            }
        }
    }
}
