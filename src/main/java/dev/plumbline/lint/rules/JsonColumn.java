package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;

/** {@code json} has no equality: DISTINCT, GROUP BY and UNION over it fail (PostgreSQL 18 manual, 8.14). */
final class JsonColumn implements Rule {
    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void check(Subject subject, Report report) {
        ColumnTypes.of(subject, it -> it.base().equals("json")).ifPresent(found -> found.draft(report, _ -> "jsonb")
                .instead("jsonb, unless the text must come back as it was written, spaces and order of keys included")
                .say("json has no equality: SELECT DISTINCT, GROUP BY and UNION over " + found.names() + " fail"));
    }
}
