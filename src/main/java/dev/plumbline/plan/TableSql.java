package dev.plumbline.plan;

import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.SequenceOptions;
import dev.plumbline.model.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tables and columns as they are written in {@code CREATE} and {@code ADD}. */
final class TableSql {
    /** In bytes; PostgreSQL shortens what is longer. */
    private static final int LONGEST_NAME = 63;

    private TableSql() {}

    /**
     * The table with its columns and the constraints that concern no other table.
     *
     * @param constraints which of its constraints come with it
     * @param context     which defaults come later, and which names others have
     */
    static String create(Table table, List<Constraint> constraints, Context context) {
        List<String> elements = new ArrayList<>();
        // A typed table has its columns from the type, and a child those it does not declare from its parents.
        boolean typed = table.ofType().isPresent();
        boolean partition = table.partition().isPresent();
        for (Column declared : table.columns()) {
            Column column = context.postponed().contains(declared.id()) ? declared.withoutDefault() : declared;
            if (typed) {
                typed(column).ifPresent(elements::add);
            } else if (partition || column.local()) {
                elements.add(column(context.isNumberedByParent(column) ? column.withoutIdentity() : column));
            }
        }
        constraints.stream()
                .filter(constraint ->
                        context.isTakenByAnother(table.name(), constraint.name()) || !saysItself(table, constraint))
                .forEach(constraint -> elements.add(
                        "CONSTRAINT " + Names.quote(constraint.name()) + " " + ConstraintSteps.definition(constraint)));
        StringBuilder sql = new StringBuilder("CREATE ");
        sql.append(table.unlogged() ? "UNLOGGED " : "").append("TABLE ").append(Names.sql(table.name()));
        table.ofType().ifPresent(type -> sql.append(" OF ").append(type));
        if (!typed || !elements.isEmpty()) {
            sql.append(elements.isEmpty() ? " ()" : " (\n    " + String.join(",\n    ", elements) + "\n)");
        }
        if (!table.inherits().isEmpty()) {
            sql.append(" INHERITS (")
                    .append(table.inherits().stream().map(Names::sql).collect(Collectors.joining(", ")))
                    .append(")");
        }
        table.partitionKey().ifPresent(key -> sql.append(" PARTITION BY ").append(key));
        table.accessMethod().filter(method -> !method.equals("heap")).ifPresent(method -> sql.append(" USING ")
                .append(Names.quote(method)));
        if (!table.storage().isEmpty()) {
            sql.append(" WITH (").append(String.join(", ", table.storage())).append(")");
        }
        table.tablespace().ifPresent(space -> sql.append(" TABLESPACE ").append(Names.quote(space)));
        return sql.toString();
    }

    /** Whether the column's {@code NOT NULL} makes the constraint under that name. */
    private static boolean saysItself(Table table, Constraint constraint) {
        if (constraint.type() != Constraint.Type.NOT_NULL || table.ofType().isPresent()) {
            return false;
        }
        String column = constraint.columns().getFirst();
        String usual = table.name().name() + "_" + column + "_not_null";
        return constraint.name().equals(usual)
                && usual.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME
                && constraint.definition().equals("NOT NULL " + Names.quote(column))
                && table.columns().stream()
                        .anyMatch(it -> it.name().equals(column)
                                && (it.local() || table.partition().isPresent()));
    }

    private static Optional<String> typed(Column column) {
        String more = constraints(column);
        return more.isEmpty() ? Optional.empty() : Optional.of(Names.quote(column.name()) + " WITH OPTIONS" + more);
    }

    /** As in {@code CREATE TABLE} and {@code ADD COLUMN}. */
    static String column(Column column) {
        return Names.quote(column.name()) + " " + column.type()
                + column.collation().map(collation -> " COLLATE " + collation).orElse("") + constraints(column);
    }

    private static String constraints(Column column) {
        StringBuilder sql = new StringBuilder();
        column.generated().ifPresent(generated -> sql.append(" GENERATED ALWAYS AS (")
                .append(generated.expression())
                .append(generated.stored() ? ") STORED" : ") VIRTUAL"));
        column.identity().ifPresent(identity -> sql.append(" ").append(identity(identity)));
        column.defaultValue().ifPresent(value -> sql.append(" DEFAULT ").append(value));
        if (column.notNull()) {
            sql.append(" NOT NULL");
        }
        return sql.toString();
    }

    /** As in {@code ADD GENERATED}. */
    static String identity(Column.Identity identity) {
        return "GENERATED " + (identity.always() ? "ALWAYS" : "BY DEFAULT") + " AS IDENTITY (SEQUENCE NAME "
                + Names.sql(identity.sequence())
                + (isUsual(identity.options()) ? "" : " " + options(identity.options())) + ")";
    }

    /** Whether a sequence of that type counts like this unasked. */
    static boolean isUsual(SequenceOptions options) {
        long largest =
                switch (options.type()) {
                    case "smallint" -> Short.MAX_VALUE;
                    case "integer" -> Integer.MAX_VALUE;
                    default -> Long.MAX_VALUE;
                };
        return options.increment() == 1
                && options.minimum() == 1
                && options.maximum() == largest
                && options.start() == 1
                && options.cache() == 1
                && !options.cycle();
    }

    /** As in {@code CREATE SEQUENCE}, without the type. */
    static String options(SequenceOptions options) {
        return "INCREMENT BY " + options.increment() + " MINVALUE " + options.minimum() + " MAXVALUE "
                + options.maximum() + " START WITH " + options.start() + " CACHE " + options.cache()
                + (options.cycle() ? " CYCLE" : " NO CYCLE");
    }
}
