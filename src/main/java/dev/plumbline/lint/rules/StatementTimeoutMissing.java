package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Fix;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;

/** A statement that may run, and keep its locks, without end (PostgreSQL 18 manual, 19.11.1). */
final class StatementTimeoutMissing implements Rule {
    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public boolean on() {
        return false;
    }

    @Override
    public void checkFile(Subject.File file, Report report) {
        Timeouts.firstWithout(file, "statement_timeout").ifPresent(subject -> report.at(subject)
                .object(Subject.shown(Timeouts.blocked(subject).getFirst()))
                .fix(Fix.insert(subject.statement().offset(), "SET statement_timeout = '1min';\n"))
                .instead("SET statement_timeout = '1min'; at the beginning of the file")
                .say("nothing bounds how long this runs and keeps others from "
                        + Wording.tables(Timeouts.blocked(subject))));
    }
}
