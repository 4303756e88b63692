package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.ColumnChange;
import dev.plumbline.model.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Columns of tables. */
final class ColumnSteps {
    private final Context context;
    private final Volatility volatility;

    ColumnSteps(Context context) {
        this.context = context;
        this.volatility = new Volatility(context.diff().to());
    }

    private static String alter(Column column) {
        return "ALTER TABLE " + Names.sql(column.relation());
    }

    private static String alterColumn(Column column) {
        return alter(column) + " ALTER COLUMN " + Names.quote(column.name());
    }

    List<Step> add(Column column, Change cause) {
        if (!column.local() && column.inheritedFrom() > 0) {
            // The parent brings it; what it has of its own is a default.
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        Optional<String> value = column.defaultValue();
        boolean rewrites = value.filter(volatility::isVolatile).isPresent();
        if (context.busy(column.relation()) && rewrites) {
            // Added with its default the table would be rewritten under a lock that keeps everybody out.
            steps.add(Step.of(alter(column) + " ADD COLUMN " + TableSql.column(bare(column)), cause));
            steps.add(Step.of(alterColumn(column) + " SET DEFAULT " + value.orElseThrow(), cause));
            String name = Names.quote(column.name());
            steps.add(Step.backfill(
                    "UPDATE " + Names.sql(column.relation()) + " SET " + name + " = DEFAULT WHERE " + name + " IS NULL",
                    cause));
            if (column.notNull()) {
                steps.addAll(require(column, cause));
            }
        } else {
            steps.add(Step.of(alter(column) + " ADD COLUMN " + TableSql.column(column), cause));
        }
        steps.addAll(settings(column, cause));
        return steps;
    }

    /** The column without what would touch rows. */
    private static Column bare(Column column) {
        return new Column(
                column.relation(),
                column.name(),
                column.origin(),
                column.comment(),
                column.type(),
                column.collation(),
                false,
                Optional.empty(),
                column.generated(),
                column.identity(),
                column.storage(),
                column.compression(),
                column.statistics(),
                column.options(),
                column.local(),
                column.inheritedFrom());
    }

    List<Step> drop(Column column, Change cause) {
        if (!column.local() && column.inheritedFrom() > 0) {
            return List.of();
        }
        return List.of(Step.of(alter(column) + " DROP COLUMN " + Names.quote(column.name()), cause));
    }

    List<Step> change(ColumnChange change) {
        return switch (change) {
            case ColumnChange.Retyped it -> retype(it);
            case ColumnChange.Required it ->
                it.to().notNull()
                        ? require(it.to(), it)
                        : List.of(Step.of(alterColumn(it.to()) + " DROP NOT NULL", it));
            case ColumnChange.Defaulted it -> List.of(Step.of(setDefault(it.to()), it));
            case ColumnChange.Generated it -> generate(it);
            case ColumnChange.Identified it -> identify(it);
            case ColumnChange.Configured it -> configure(it);
            case ColumnChange.Localised _, ColumnChange.Added _, ColumnChange.Dropped _ -> List.of();
        };
    }

    private static String setDefault(Column column) {
        return alterColumn(column)
                + column.defaultValue().map(value -> " SET DEFAULT " + value).orElse(" DROP DEFAULT");
    }

    private static List<Step> retype(ColumnChange.Retyped change) {
        Column from = change.from();
        Column to = change.to();
        if (!to.local() && to.inheritedFrom() > 0) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        // A default is cast on its own, and often cannot be.
        boolean hasDefault = from.defaultValue().isPresent() && from.generated().isEmpty();
        if (hasDefault) {
            steps.add(Step.of(alterColumn(to) + " DROP DEFAULT", change));
        }
        String name = Names.quote(to.name());
        boolean other = !from.type().equals(to.type());
        steps.add(Step.of(
                alterColumn(to) + " TYPE " + to.type()
                        + to.collation()
                                .map(collation -> " COLLATE " + collation)
                                .orElse("")
                        + (other && from.generated().isEmpty() ? " USING " + cast(from, to, name) : ""),
                change));
        if (hasDefault && to.defaultValue().isPresent()) {
            steps.add(Step.of(setDefault(to), change));
        }
        return steps;
    }

    private static String cast(Column from, Column to, String name) {
        // By way of text, which every type reads and writes, where PostgreSQL knows no cast of its own.
        boolean userTypes = from.type().contains(".") || to.type().contains(".");
        return userTypes ? name + "::text::" + to.type() : name + "::" + to.type();
    }

    private List<Step> require(Column column, Change cause) {
        if (!context.busy(column.relation())) {
            return List.of(Step.of(alterColumn(column) + " SET NOT NULL", cause));
        }
        // A validated check spares SET NOT NULL the scan under a lock that keeps everybody out.
        String check = Names.quote(shortened("plumb_nn_" + column.name()));
        return List.of(
                Step.of(
                        alter(column) + " ADD CONSTRAINT " + check + " CHECK (" + Names.quote(column.name())
                                + " IS NOT NULL) NOT VALID",
                        cause),
                Step.of(alter(column) + " VALIDATE CONSTRAINT " + check, cause),
                Step.of(alterColumn(column) + " SET NOT NULL", cause),
                Step.of(alter(column) + " DROP CONSTRAINT " + check, cause));
    }

    private static String shortened(String name) {
        return name.length() > 40 ? name.substring(0, 40) : name;
    }

    private static List<Step> generate(ColumnChange.Generated change) {
        Column to = change.to();
        boolean keeps = to.generated().isPresent()
                && change.from().generated().isPresent()
                && to.generated().get().stored()
                        == change.from().generated().get().stored();
        if (keeps && change.from().type().equals(to.type())) {
            return List.of(Step.of(
                    alterColumn(to) + " SET EXPRESSION AS ("
                            + to.generated().get().expression() + ")",
                    change));
        }
        if (to.generated().isEmpty() && change.from().generated().get().stored()) {
            return List.of(Step.of(alterColumn(to) + " DROP EXPRESSION", change));
        }
        // The values come back by themselves, unless the column is no longer generated.
        return List.of(
                Step.of(alter(to) + " DROP COLUMN " + Names.quote(to.name()), change),
                Step.of(alter(to) + " ADD COLUMN " + TableSql.column(to), change));
    }

    private static List<Step> identify(ColumnChange.Identified change) {
        Column to = change.to();
        Optional<Column.Identity> was = change.from().identity();
        if (to.identity().isEmpty()) {
            return List.of(Step.of(alterColumn(to) + " DROP IDENTITY", change));
        }
        Column.Identity identity = to.identity().get();
        List<Step> steps = new ArrayList<>();
        if (was.isEmpty()) {
            if (change.from().defaultValue().isPresent()) {
                steps.add(Step.of(alterColumn(to) + " DROP DEFAULT", change));
            }
            steps.add(Step.of(alterColumn(to) + " ADD " + TableSql.identity(identity), change));
            return steps;
        }
        if (was.get().always() != identity.always()) {
            steps.add(Step.of(
                    alterColumn(to) + " SET GENERATED " + (identity.always() ? "ALWAYS" : "BY DEFAULT"), change));
        }
        if (!was.get().sequence().equals(identity.sequence())) {
            steps.add(Step.of(
                    "ALTER SEQUENCE " + Names.sql(was.get().sequence()) + " RENAME TO "
                            + Names.quote(identity.sequence().name()),
                    change));
        }
        if (!was.get().options().equals(identity.options())) {
            steps.add(Step.of(
                    "ALTER SEQUENCE " + Names.sql(identity.sequence()) + " AS "
                            + identity.options().type() + " " + TableSql.options(identity.options()),
                    change));
        }
        return steps;
    }

    /** What neither {@code CREATE} nor {@code ADD} says. */
    static List<Step> settings(Column column, Change cause) {
        List<Step> steps = new ArrayList<>();
        column.storage()
                .ifPresent(storage -> steps.add(Step.of(alterColumn(column) + " SET STORAGE " + storage, cause)));
        column.compression()
                .ifPresent(method -> steps.add(Step.of(alterColumn(column) + " SET COMPRESSION " + method, cause)));
        column.statistics()
                .ifPresent(target -> steps.add(Step.of(alterColumn(column) + " SET STATISTICS " + target, cause)));
        if (!column.options().isEmpty()) {
            steps.add(Step.of(alterColumn(column) + " SET (" + String.join(", ", column.options()) + ")", cause));
        }
        return steps;
    }

    private static List<Step> configure(ColumnChange.Configured change) {
        Column from = change.from();
        Column to = change.to();
        List<Step> steps = new ArrayList<>();
        if (!from.storage().equals(to.storage())) {
            // DEFAULT as a word came with PostgreSQL 16.
            steps.add(Step.of(alterColumn(to) + " SET STORAGE " + to.storage().orElse("DEFAULT"), change));
        }
        if (!from.compression().equals(to.compression())) {
            steps.add(Step.of(
                    alterColumn(to) + " SET COMPRESSION " + to.compression().orElse("DEFAULT"), change));
        }
        if (!from.statistics().equals(to.statistics())) {
            steps.add(Step.of(
                    alterColumn(to) + " SET STATISTICS " + to.statistics().orElse(-1), change));
        }
        steps.addAll(Storage.change(alterColumn(to), from.options(), to.options(), change));
        return steps;
    }
}
