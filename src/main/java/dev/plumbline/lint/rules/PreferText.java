package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.TypedColumn;
import java.util.List;

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
        List<TypedColumn> columns = subject.typedColumns().stream()
                .filter(it -> it.type().startsWith("character varying("))
                .toList();
        if (columns.isEmpty()) {
            return;
        }
        Report.Draft draft = ColumnTypes.draft(subject, columns, report);
        if (ColumnTypes.areNew(columns)) {
            draft.fix(ColumnTypes.retyped(columns, _ -> "text"));
        }
        draft.instead(
                        "text, and where the length matters CHECK (length(…) <= n), which can be changed without a rewrite")
                .say("varchar(n) puts a limit on " + ColumnTypes.names(columns)
                        + " that cannot be lowered without writing all rows anew");
    }
}
