package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
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
        ColumnTypes.of(subject, it -> SMALL.contains(it.base())).ifPresent(found -> found.draft(report)
                .instead("bigint")
                .say(found.names() + found.verb(" is", " are") + " no bigint, and to make " + found.verb("it", "them")
                        + " one later writes all rows anew"));
    }
}
