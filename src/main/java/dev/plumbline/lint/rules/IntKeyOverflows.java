package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.TypedColumn;
import dev.plumbline.risk.Types;
import java.util.Set;

/** Numbers that a sequence gives, in a type that runs out of them (PostgreSQL 18 manual, 8.1). */
final class IntKeyOverflows implements Rule {
    private static final Set<String> SMALL = Set.of("integer", "smallint");

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void check(Subject subject, Report report) {
        ColumnTypes.of(subject, it -> it.isNew() && SMALL.contains(it.base()) && isNumbered(it))
                .ifPresent(found -> found.draft(report, it -> Types.isSerial(it.typeName()) ? "bigserial" : "bigint")
                        .instead("bigint: to change it later writes all rows anew, in every table that points here too")
                        .say(found.names() + found.verb(" runs", " run") + " out of numbers after " + most(found)
                                + ", rows that were rolled back or deleted included: every INSERT fails then"));
    }

    private static String most(ColumnTypes found) {
        return found.columns().stream().anyMatch(it -> it.base().equals("smallint")) ? "32,767" : "2,147,483,647";
    }

    private static boolean isNumbered(TypedColumn column) {
        return Types.isSerial(column.typeName())
                || Subject.constraint(column.definition(), "CONSTR_IDENTITY").isPresent()
                || Subject.constraint(column.definition(), "CONSTR_DEFAULT")
                        .filter(value -> value.child("raw_expr").is("FuncCall")
                                && value.child("raw_expr")
                                        .names("funcname")
                                        .getLast()
                                        .equals("nextval"))
                        .isPresent();
    }
}
