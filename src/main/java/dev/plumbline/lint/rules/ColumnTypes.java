package dev.plumbline.lint.rules;

import dev.plumbline.lint.Fix;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.TypedColumn;
import dev.plumbline.lint.Wording;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The columns of a statement that have a type which another one is better than: one finding is for all of them. */
record ColumnTypes(Subject subject, List<TypedColumn> columns) {
    /** Those that are such; empty where none is. */
    static Optional<ColumnTypes> of(Subject subject, Predicate<TypedColumn> such) {
        List<TypedColumn> columns = subject.typedColumns().stream().filter(such).toList();
        return columns.isEmpty() ? Optional.empty() : Optional.of(new ColumnTypes(subject, columns));
    }

    /** Begins the finding at the first of them. */
    Report.Draft draft(Report report) {
        TypedColumn first = columns.getFirst();
        return report.at(subject, first.typeName())
                .object(Subject.shown(subject.relation().name()) + "." + first.name());
    }

    /** The same, which mends them where all are new: the type of one that is there is not changed without a second thought. */
    Report.Draft draft(Report report, Function<TypedColumn, String> better) {
        return columns.stream().allMatch(TypedColumn::isNew) ? draft(report).fix(retyped(better)) : draft(report);
    }

    /** Their names in a sentence. */
    String names() {
        return Wording.and(columns.stream().map(TypedColumn::name).toList());
    }

    /** The verb that goes with them: one column does, several do. */
    String verb(String one, String many) {
        return columns.size() == 1 ? one : many;
    }

    /** Other types in their places. */
    Fix retyped(Function<TypedColumn, String> type) {
        return Fix.all(columns.stream().map(it -> it.retyped(type.apply(it))).toList());
    }
}
