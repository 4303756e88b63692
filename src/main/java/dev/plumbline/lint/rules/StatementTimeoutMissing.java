package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;

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
        Timeouts.report(
                file,
                "statement_timeout",
                "1min",
                report,
                tables -> "nothing bounds how long this runs and keeps others from " + tables);
    }
}
