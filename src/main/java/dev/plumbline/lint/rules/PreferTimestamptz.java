package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.TypedColumn;

/** {@code timestamp} drops the offset of what it is given: it names no point in time (PostgreSQL 18 manual, 8.5.1.3). */
final class PreferTimestamptz implements Rule {
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
        ColumnTypes.of(subject, it -> it.base().equals("timestamp without time zone"))
                .ifPresent(found -> draft(found, report)
                        .instead("timestamptz: it takes the same eight bytes, and is the same moment for every session")
                        .say("timestamp forgets the offset of what " + found.names()
                                + found.verb(" is", " are")
                                + " given: sessions with different time zones mean different moments"));
    }

    private static Report.Draft draft(ColumnTypes found, Report report) {
        return found.columns().stream().anyMatch(PreferTimestamptz::converts)
                ? found.draft(report)
                : found.draft(report, PreferTimestamptz::withZone);
    }

    /** {@code AT TIME ZONE} in a default makes the one type of the other, and would turn it the wrong way. */
    private static boolean converts(TypedColumn column) {
        return Subject.constraint(column.definition(), "CONSTR_DEFAULT")
                .filter(value -> {
                    boolean[] found = new boolean[1];
                    value.walk(node -> found[0] |= node.is("FuncCall")
                            && node.names("funcname").getLast().equals("timezone"));
                    return found[0];
                })
                .isPresent();
    }

    private static String withZone(TypedColumn column) {
        String type = column.type();
        int from = type.indexOf('(');
        return "timestamptz" + (from < 0 ? "" : type.substring(from, type.indexOf(')') + 1));
    }
}
