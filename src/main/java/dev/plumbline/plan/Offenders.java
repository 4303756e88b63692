package dev.plumbline.plan;

import dev.plumbline.diff.ColumnChange;
import dev.plumbline.diff.ConstraintChange;
import dev.plumbline.diff.EnumChange;
import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.Index;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Schema;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Queries for the rows that make a step fail, or can no longer be updated after it. */
final class Offenders {
    static final int SOME = 10;

    private Offenders() {}

    /**
     * The query for a step that checks the rows of a table, or converts them; none for another.
     *
     * @param schema what the plan leads to
     */
    static Optional<String> query(Step step, Schema schema) {
        if (step.sql().startsWith("CREATE UNIQUE INDEX CONCURRENTLY ")) {
            return switch (step.cause().after().orElse(null)) {
                case Index it -> Duplicates.of(it);
                case Constraint it -> Duplicates.of(it);
                case null, default -> Optional.empty();
            };
        }
        return switch (step.cause()) {
            case ColumnChange.Retyped it
            when step.sql().startsWith(alter(it.to()) + " TYPE ") && isCast(it) ->
                Unconvertible.condition(it.from(), it.to(), schema)
                        .map(wrong -> rows(it.to().relation(), wrong));
            case EnumChange.Rebuilt it -> lost(step, it, schema);
            case ConstraintChange it
            when step.sql().contains(" EXCLUDE ")
                    && it.after().orElse(null) instanceof Constraint added
                    && added.type() == Constraint.Type.EXCLUDE -> Duplicates.excluded(added);
            default -> checked(step);
        };
    }

    private static String alter(Column column) {
        return "ALTER TABLE " + Names.sql(column.relation()) + " ALTER COLUMN " + Names.quote(column.name());
    }

    private static boolean isCast(ColumnChange.Retyped change) {
        return change.from().generated().isEmpty() && change.to().generated().isEmpty();
    }

    /** The rows of the column that a step converts, where they hold a label that the type has no longer. */
    private static Optional<String> lost(Step step, EnumChange.Rebuilt change, Schema schema) {
        List<String> gone = change.from().labels().stream()
                .filter(label -> !change.to().labels().contains(label))
                .toList();
        return gone.isEmpty()
                ? Optional.empty()
                : TypeRebuild.columns(schema, change.to().id()).stream()
                        .filter(column -> step.sql().startsWith(alter(column) + " TYPE "))
                        .findFirst()
                        .map(column -> rows(column.relation(), Unconvertible.isLost(column, gone)));
    }

    private static Optional<String> checked(Step step) {
        boolean checks = step.apart() || step.sql().endsWith(" NOT VALID");
        // The rows of a domain's values can be in any table.
        if (!checks || step.backfill() || !step.sql().startsWith("ALTER TABLE ")) {
            return Optional.empty();
        }
        return switch (step.cause().after().orElse(null)) {
            case Column it -> Optional.of(rows(it.relation(), isNull(List.of(it.name()))));
            case Constraint it -> query(it);
            case null, default -> Optional.empty();
        };
    }

    private static Optional<String> query(Constraint constraint) {
        String definition = constraint.definition();
        return switch (constraint.type()) {
            case NOT_NULL -> Optional.of(rows(constraint.parent(), isNull(constraint.columns())));
            case CHECK ->
                Optional.of(
                        definition.endsWith(" NO INHERIT")
                                ? rows("ONLY " + Names.sql(constraint.parent()), "NOT " + constraint.condition())
                                : rows(constraint.parent(), "NOT " + constraint.condition()));
            // Of periods it is not equality that counts.
            case FOREIGN_KEY ->
                constraint
                        .references()
                        .filter(_ -> !definition.contains("PERIOD "))
                        .map(to -> rows(constraint.parent(), pointsNowhere(constraint, to)));
            case PRIMARY_KEY, UNIQUE, EXCLUDE -> Optional.empty();
        };
    }

    private static String rows(QualifiedName table, String where) {
        return rows(Names.sql(table), where);
    }

    private static String rows(String table, String where) {
        return "SELECT * FROM " + table + " WHERE " + where + " LIMIT " + SOME;
    }

    private static String isNull(List<String> columns) {
        return columns.stream().map(column -> Names.quote(column) + " IS NULL").collect(Collectors.joining(" OR "));
    }

    private static String pointsNowhere(Constraint key, Constraint.Reference to) {
        String child = Names.sql(key.parent());
        // A key that must match in full may be all NULL; another is not looked at where any column is.
        String looked = key.columns().stream()
                .map(column -> Names.quote(column) + " IS NOT NULL")
                .collect(Collectors.joining(key.definition().contains(" MATCH FULL") ? " OR " : " AND ", "(", ")"));
        String same = IntStream.range(0, key.columns().size())
                .mapToObj(i -> "target." + Names.quote(to.columns().get(i)) + " = " + child + "."
                        + Names.quote(key.columns().get(i)))
                .collect(Collectors.joining(" AND "));
        return looked + " AND NOT EXISTS (SELECT FROM " + Names.sql(to.table()) + " AS target WHERE " + same + ")";
    }
}
