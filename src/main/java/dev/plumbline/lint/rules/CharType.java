package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.TypedColumn;
import java.util.List;

/** {@code char(n)}: values are filled up with blanks, which comparisons pass over and pattern matching does not (manual, 8.3). */
final class CharType implements Rule {
    @Override
    public Severity severity() {
        return Severity.INFO;
    }

    @Override
    public void check(Subject subject, Report report) {
        List<TypedColumn> columns = subject.typedColumns().stream()
                .filter(it -> it.base().equals("character"))
                .toList();
        if (columns.isEmpty()) {
            return;
        }
        Report.Draft draft = ColumnTypes.draft(subject, columns, report);
        if (ColumnTypes.areNew(columns)) {
            draft.fix(ColumnTypes.retyped(columns, _ -> "text"));
        }
        draft.instead("text, and where the length matters CHECK (length(…) = n)")
                .say("char(n) fills values of " + ColumnTypes.names(columns)
                        + " up with blanks, which = passes over and LIKE does not");
    }
}
