package dev.plumbline.plan;

import dev.plumbline.diff.ColumnChange;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Queries for the rows that would make a step fail. */
final class Offenders {
    private static final int SOME = 10;

    private Offenders() {}

    /** The query for a step that checks the rows of a table; none for another. */
    static Optional<String> query(Step step) {
        if (!step.apart() || step.backfill()) {
            return Optional.empty();
        }
        if (step.cause() instanceof ColumnChange.Required it) {
            return Optional.of(rows(it.to().relation(), isNull(List.of(it.to().name()))));
        }
        return step.cause().after().filter(Constraint.class::isInstance).flatMap(it -> query((Constraint) it));
    }

    private static Optional<String> query(Constraint constraint) {
        return switch (constraint.type()) {
            case NOT_NULL -> Optional.of(rows(constraint.parent(), isNull(constraint.columns())));
            case CHECK -> Optional.of(rows(constraint.parent(), "NOT " + condition(constraint.definition())));
            case FOREIGN_KEY -> constraint.references().map(to -> rows(constraint.parent(), points(constraint, to)));
            case PRIMARY_KEY, UNIQUE, EXCLUDE -> Optional.empty();
        };
    }

    private static String rows(QualifiedName table, String where) {
        return "SELECT * FROM " + Names.sql(table) + " WHERE " + where + " LIMIT " + SOME;
    }

    private static String isNull(List<String> columns) {
        return columns.stream().map(column -> Names.quote(column) + " IS NULL").collect(Collectors.joining(" OR "));
    }

    /** Of {@code CHECK (condition) NO INHERIT}, what is in the parentheses, with these. */
    private static String condition(String definition) {
        return definition.substring(definition.indexOf('('), definition.lastIndexOf(')') + 1);
    }

    private static String points(Constraint key, Constraint.Reference to) {
        String child = Names.sql(key.parent());
        String complete = key.columns().stream()
                .map(column -> Names.quote(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        String same = IntStream.range(0, key.columns().size())
                .mapToObj(i -> "target." + Names.quote(to.columns().get(i)) + " = " + child + "."
                        + Names.quote(key.columns().get(i)))
                .collect(Collectors.joining(" AND "));
        return complete + " AND NOT EXISTS (SELECT FROM " + Names.sql(to.table()) + " AS target WHERE " + same + ")";
    }
}
