package dev.plumbline.lint.rules;

import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;

/** A database that goes. */
final class DropDatabase implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        if (subject.is("DropdbStmt")) {
            String database = subject.tree().text("dbname");
            report.at(subject)
                    .object(database)
                    .instead("drop a database by hand, after its last backup was tried")
                    .say("DROP DATABASE loses all of " + database + ", and nothing brings it back but a backup");
        }
    }
}
