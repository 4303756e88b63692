package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;

/** {@code char(n)}: values are filled up with blanks, which comparisons pass over and pattern matching does not (manual, 8.3). */
final class CharType implements Rule {
    @Override
    public Severity severity() {
        return Severity.INFO;
    }

    @Override
    public void check(Subject subject, Report report) {
        ColumnTypes.of(subject, it -> it.base().equals("character")).ifPresent(found -> found.draft(report, _ -> "text")
                .instead("text, and where the length matters CHECK (length(…) = n)")
                .say("char(n) fills values of " + found.names()
                        + " up with blanks, which = passes over and LIKE does not"));
    }
}
