package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.TypedColumn;
import java.util.List;

/** {@code json} has no equality: DISTINCT, GROUP BY and UNION over it fail (PostgreSQL 18 manual, 8.14). */
final class JsonColumn implements Rule {
    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void check(Subject subject, Report report) {
        List<TypedColumn> columns = subject.typedColumns().stream()
                .filter(it -> it.base().equals("json"))
                .toList();
        if (columns.isEmpty()) {
            return;
        }
        Report.Draft draft = ColumnTypes.draft(subject, columns, report);
        if (ColumnTypes.areNew(columns)) {
            draft.fix(ColumnTypes.retyped(columns, _ -> "jsonb"));
        }
        draft.instead("jsonb, unless the text must come back as it was written, spaces and order of keys included")
                .say("json has no equality: SELECT DISTINCT, GROUP BY and UNION over " + ColumnTypes.names(columns)
                        + " fail");
    }
}
