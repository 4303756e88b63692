package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Fix;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;

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
        Timeouts.firstWithout(file, "lock_timeout").ifPresent(subject -> report.at(subject)
                .object(Subject.shown(Timeouts.blocked(subject).getFirst()))
                .fix(Fix.insert(subject.statement().offset(), "SET lock_timeout = '4s';\n"))
                .instead("SET lock_timeout = '4s'; at the beginning of the file")
                .say("nothing bounds how long this waits for its lock on " + Wording.tables(Timeouts.blocked(subject))
                        + ", and whoever comes later waits behind it"));
    }
}
