package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.TypedColumn;
import java.util.List;
import java.util.Set;

/** Any {@code integer} or {@code smallint}. Off: most numbers never grow so large. */
final class PreferBigint implements Rule {
    private static final Set<String> SMALL = Set.of("integer", "smallint");

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
                .filter(it -> SMALL.contains(it.base()))
                .toList();
        if (!columns.isEmpty()) {
            ColumnTypes.draft(subject, columns, report)
                    .instead("bigint")
                    .say(ColumnTypes.names(columns) + ColumnTypes.verb(columns, " is", " are")
                            + " no bigint, and to make " + ColumnTypes.verb(columns, "it", "them")
                            + " one later writes all rows anew");
        }
    }
}
