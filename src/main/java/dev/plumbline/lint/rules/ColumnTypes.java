package dev.plumbline.lint.rules;

import dev.plumbline.lint.Fix;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.TypedColumn;
import dev.plumbline.lint.Wording;
import java.util.List;
import java.util.function.Function;

/** One finding for all columns of a statement that have a type which another one is better than. */
final class ColumnTypes {
    private ColumnTypes() {}

    /** Begins it at the first of them. */
    static Report.Draft draft(Subject subject, List<TypedColumn> columns, Report report) {
        String table = Subject.shown(subject.relation().name());
        return report.at(subject, columns.getFirst().typeName())
                .object(table + "." + columns.getFirst().name());
    }

    /** Their names in a sentence. */
    static String names(List<TypedColumn> columns) {
        return Wording.and(columns.stream().map(TypedColumn::name).toList());
    }

    /** The verb that goes with them: one column does, several do. */
    static String verb(List<TypedColumn> columns, String one, String many) {
        return columns.size() == 1 ? one : many;
    }

    /** Other types in their places. */
    static Fix retyped(List<TypedColumn> columns, Function<TypedColumn, String> type) {
        return Fix.all(columns.stream().map(it -> it.retyped(type.apply(it))).toList());
    }

    /** Whether all of them are new: the type of one that is there is not changed without a second thought. */
    static boolean areNew(List<TypedColumn> columns) {
        return columns.stream().allMatch(TypedColumn::isNew);
    }
}
