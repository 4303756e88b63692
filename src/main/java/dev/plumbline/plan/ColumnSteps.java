package dev.plumbline.plan;

import dev.plumbline.diff.Casts;
import dev.plumbline.diff.Change;
import dev.plumbline.diff.ColumnChange;
import dev.plumbline.diff.ConstraintChange;
import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.Privilege;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.SequenceOptions;
import dev.plumbline.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
        if (comesWithParent(column)) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        Optional<String> value = column.defaultValue();
        boolean rewrites = value.filter(volatility::isVolatile).isPresent();
        if (context.busy(column.relation()) && rewrites && !context.refusesUpdates(column.relation())) {
            // Added with its default the table would be rewritten under a lock that keeps everybody out.
            steps.add(Step.of(
                    alter(column) + " ADD COLUMN "
                            + TableSql.column(column.withoutDefault().nullable()),
                    cause));
            steps.add(Step.of(alterColumn(column) + " SET DEFAULT " + value.orElseThrow(), cause));
            String name = Names.quote(column.name());
            steps.add(Step.backfill(
                    "UPDATE " + Names.sql(column.relation()) + " SET " + name + " = DEFAULT WHERE " + name + " IS NULL",
                    cause));
            steps.addAll(refuseNull(column, cause));
        } else if (context.busy(column.relation()) && column.notNull() && isEmpty(column)) {
            // With rows there it could not be added at all. It is to be filled before it refuses NULL, even unchecked:
            // from then on rows without a value can no longer be updated.
            steps.add(Step.of(alter(column) + " ADD COLUMN " + TableSql.column(column.nullable()), cause));
            List<Step> refusing = new ArrayList<>(refuseNull(column, cause));
            if (!refusing.isEmpty()) {
                refusing.set(0, Step.apart(refusing.getFirst().sql(), cause));
            }
            steps.addAll(refusing);
        } else {
            String named = context.notNull(column)
                    .map(constraint -> " CONSTRAINT " + Names.quote(constraint.name()) + " NOT NULL")
                    .orElse("");
            String sql = TableSql.column(named.isEmpty() ? column : column.nullable());
            steps.add(Step.of(alter(column) + " ADD COLUMN " + sql + named, cause));
        }
        steps.addAll(settings(column, cause));
        return steps;
    }

    /** Whether a new column has nothing for the rows that are there. */
    private static boolean isEmpty(Column column) {
        return column.defaultValue().isEmpty()
                && column.generated().isEmpty()
                && column.identity().isEmpty();
    }

    private List<Step> refuseNull(Column column, Change cause) {
        if (!column.notNull()) {
            return List.of();
        }
        return context.notNull(column)
                .map(constraint -> ConstraintSteps.refuseNull(constraint, true, cause))
                .orElseGet(() -> require(column, cause));
    }

    private boolean comesWithParent(Column column) {
        return context.comesWithParent(column.id(), column.local(), column.inheritedFrom());
    }

    List<Step> drop(Column column, Change cause) {
        if (comesWithParent(column) && !context.isLeftToChildren(column)) {
            return List.of();
        }
        String alter = context.isKeptByChild(column.id()) ? "ALTER TABLE ONLY " : "ALTER TABLE ";
        return List.of(
                Step.of(alter + Names.sql(column.relation()) + " DROP COLUMN " + Names.quote(column.name()), cause));
    }

    List<Step> change(ColumnChange change) {
        return switch (change) {
            case ColumnChange.Retyped it -> retype(it);
            case ColumnChange.Required it ->
                requiredByParent(it) || requiredByConstraint(it)
                        ? List.of()
                        : it.to().notNull()
                                ? require(it.to(), it)
                                : List.of(Step.of(alterColumn(it.to()) + " DROP NOT NULL", it));
            // The default goes and comes with the type.
            case ColumnChange.Defaulted it when isRetypedWithDefault(it) -> List.of();
            case ColumnChange.Defaulted it -> List.of(Step.of(setDefault(it.to()), it));
            case ColumnChange.Generated it -> generate(it);
            case ColumnChange.Identified it -> identify(it);
            case ColumnChange.Configured it -> configure(it);
            case ColumnChange.Rebuilt _, ColumnChange.Added _, ColumnChange.Dropped _ -> List.of();
        };
    }

    private boolean isRetypedWithDefault(ColumnChange.Defaulted change) {
        return change.from().defaultValue().isPresent()
                && change.from().generated().isEmpty()
                && !comesWithParent(change.to())
                && context.changes(change.id()).stream().anyMatch(ColumnChange.Retyped.class::isInstance);
    }

    /** Whether the parent's column changes in the same way, and takes this one along. */
    private boolean requiredByParent(ColumnChange.Required change) {
        return comesWithParent(change.to())
                && context.parents(change.to().relation()).stream()
                        .map(parent -> new ObjectId(
                                ObjectKind.COLUMN, parent, change.to().name()))
                        .flatMap(id -> context.changes(id).stream())
                        .anyMatch(other -> other instanceof ColumnChange.Required same
                                && same.to().notNull() == change.to().notNull());
    }

    /** Whether a constraint with a name says the same, as it does from PostgreSQL 18 on, and comes or goes by itself. */
    private boolean requiredByConstraint(ColumnChange.Required change) {
        return Stream.of(
                        context.tableBefore(change.to().relation()),
                        context.tableAfter(change.to().relation()))
                .flatMap(Optional::stream)
                .flatMap(table -> table.constraints().stream())
                .filter(constraint -> constraint.type() == Constraint.Type.NOT_NULL
                        && constraint.columns().equals(List.of(change.to().name())))
                .flatMap(constraint -> context.changes(constraint.id()).stream())
                .anyMatch(
                        other -> other instanceof ConstraintChange.Added || other instanceof ConstraintChange.Dropped);
    }

    static Step setDefault(Column column, Change cause) {
        return Step.of(setDefault(column), cause);
    }

    private static String setDefault(Column column) {
        return alterColumn(column)
                + column.defaultValue().map(value -> " SET DEFAULT " + value).orElse(" DROP DEFAULT");
    }

    private List<Step> retype(ColumnChange.Retyped change) {
        Column from = change.from();
        Column to = change.to();
        if (comesWithParent(to)) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        if (isCountedFirst(from, to)) {
            // The sequence must be within the new type before it gets that from the column.
            steps.addAll(OtherSteps.count(
                    from.identity().orElseThrow().sequence(),
                    from.identity().orElseThrow().options(),
                    to.identity().orElseThrow().options(),
                    change));
        }
        // A default is cast on its own, and often cannot be.
        boolean hasDefault = from.defaultValue().isPresent() && from.generated().isEmpty();
        if (hasDefault) {
            steps.add(Step.of(alterColumn(to) + " DROP DEFAULT", change));
        }
        boolean other = !from.type().equals(to.type());
        steps.add(Step.of(
                alterColumn(to) + " TYPE " + to.type()
                        + to.collation()
                                .map(collation -> " COLLATE " + collation)
                                .orElse("")
                        + (other && from.generated().isEmpty() ? using(from, to) : ""),
                change));
        if (hasDefault && to.defaultValue().isPresent()) {
            steps.add(Step.of(setDefault(to), change));
        }
        return steps;
    }

    /** Whether an identity counts less far, and its column gets another type. */
    private static boolean isCountedFirst(Column from, Column to) {
        return !from.type().equals(to.type())
                && from.identity().isPresent()
                && to.identity().isPresent()
                && OtherSteps.narrows(
                        from.identity().get().options(), to.identity().get().options());
    }

    private String using(Column from, Column to) {
        return Casts.cutsOff(from.type(), context.baseType(to.type()))
                ? ""
                : " USING " + Names.quote(to.name()) + "::"
                        + String.join("::", Casts.path(from.type(), to.type()).orElseThrow());
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
                Step.apart(alter(column) + " VALIDATE CONSTRAINT " + check, cause),
                Step.of(alterColumn(column) + " SET NOT NULL", cause),
                Step.of(alter(column) + " DROP CONSTRAINT " + check, cause));
    }

    private static String shortened(String name) {
        return name.length() > 40 ? name.substring(0, 40) : name;
    }

    private static List<Step> generate(ColumnChange.Generated change) {
        Column to = change.to();
        return List.of(Step.of(
                alterColumn(to)
                        + to.generated()
                                .map(generated -> " SET EXPRESSION AS (" + generated.expression() + ")")
                                .orElse(" DROP EXPRESSION"),
                change));
    }

    static Step dropIdentity(ColumnChange.Identified change) {
        return Step.of(alterColumn(change.from()) + " DROP IDENTITY", change);
    }

    static Step dropDefault(ColumnChange.Defaulted change) {
        return Step.of(alterColumn(change.from()) + " DROP DEFAULT", change);
    }

    List<Step> addIdentity(ColumnChange.Identified change) {
        Column to = change.to();
        Column.Identity identity = to.identity().orElseThrow();
        return List.of(
                Step.of(alterColumn(to) + " ADD " + TableSql.identity(identity), change),
                goOn(identity.sequence(), identity.options(), to.id(), change));
    }

    /** Sets a new sequence to what comes after the numbers that are there. */
    static Step goOn(QualifiedName sequence, SequenceOptions options, ObjectId column, Change cause) {
        String extreme = options.increment() > 0 ? "max(" : "min(";
        return Step.of(
                "SELECT pg_catalog.setval(" + Identifiers.quoteLiteral(Names.sql(sequence)) + ", coalesce(" + extreme
                        + Names.quote(column.part()) + ") + " + options.increment() + ", " + options.start()
                        + "), false) FROM " + Names.sql(column.name()),
                cause);
    }

    private static List<Step> identify(ColumnChange.Identified change) {
        if (change.from().identity().isEmpty() || change.to().identity().isEmpty()) {
            return List.of();
        }
        Column to = change.to();
        Column.Identity was = change.from().identity().get();
        Column.Identity is = to.identity().get();
        List<Step> steps = new ArrayList<>();
        if (was.always() != is.always()) {
            steps.add(Step.of(alterColumn(to) + " SET GENERATED " + (is.always() ? "ALWAYS" : "BY DEFAULT"), change));
        }
        if (!was.sequence().equals(is.sequence())) {
            steps.add(Step.of(
                    "ALTER SEQUENCE " + Names.sql(was.sequence()) + " RENAME TO "
                            + Names.quote(is.sequence().name()),
                    change));
        }
        if (!was.options().equals(is.options()) && !isCountedFirst(change.from(), to)) {
            steps.addAll(OtherSteps.count(is.sequence(), was.options(), is.options(), change));
        }
        if (was.unlogged() != is.unlogged()) {
            steps.add(log(is, change));
        }
        return steps;
    }

    /** Has an identity's sequence written to the log, or not: a new one is as its table is. */
    static Step log(Column.Identity identity, Change cause) {
        return Step.of(
                "ALTER SEQUENCE " + Names.sql(identity.sequence())
                        + (identity.unlogged() ? " SET UNLOGGED" : " SET LOGGED"),
                cause);
    }

    /** The rights and the comment that an identity's sequence has beside those that it came with. */
    static List<Step> trimmings(
            Column.Identity identity, List<Privilege> held, Optional<String> comment, Change cause) {
        List<Step> steps = new ArrayList<>();
        String sequence = "SEQUENCE " + Names.sql(identity.sequence());
        steps.addAll(PrivilegeSteps.change(sequence, held, identity.privileges(), cause));
        if (!identity.comment().equals(comment)) {
            steps.add(Step.of(
                    "COMMENT ON " + sequence + " IS "
                            + identity.comment().map(Identifiers::quoteLiteral).orElse("NULL"),
                    cause));
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
