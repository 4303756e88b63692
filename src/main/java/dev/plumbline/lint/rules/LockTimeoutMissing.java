package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;

/** A lock that is waited for without end, with everybody queued behind (PostgreSQL 18 manual, 19.11.1). Off: plumb apply sets it. */
final class LockTimeoutMissing implements Rule {
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
                "lock_timeout",
                "4s",
                report,
                tables -> "nothing bounds how long this waits for its lock on " + tables
                        + ", and whoever comes later waits behind it");
    }
}
