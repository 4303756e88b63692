package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;

/** {@code varchar(n)}: a limit that cannot be lowered without writing all rows anew (PostgreSQL 18 manual, 8.3). Off: a matter of taste. */
final class PreferText implements Rule {
    @Override
    public Severity severity() {
        return Severity.INFO;
    }

    @Override
    public boolean on() {
        return false;
    }

    @Override
    public void check(Subject subject, Report report) {
        ColumnTypes.of(subject, it -> it.type().startsWith("character varying("))
                .ifPresent(found -> found.draft(report, _ -> "text")
                        .instead(
                                "text, and where the length matters CHECK (length(…) <= n), which can be changed without a rewrite")
                        .say("varchar(n) puts a limit on " + found.names()
                                + " that cannot be lowered without writing all rows anew"));
    }
}
