package dev.plumbline.rows;

import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.Schema;
import dev.plumbline.model.Table;
import dev.plumbline.sql.Identifiers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the statement that fills a table: {@link Draws} ranks, {@link Values} of those, and {@link Pointer}s to other rows. */
final class Insertion {
    /** Where nothing is known. */
    private static final double NULLS = 0.1;

    /** A key with so many times as many possible values as there are rows is seldom drawn twice. */
    private static final int DENSE = 4;

    private final Table table;
    private final Shape.OfTable shape;
    private final long rows;
    private final Values values;
    private final List<Pointer> pointers;
    private final Map<String, Narrowing> narrowings = new HashMap<>();
    private final List<String> conditions = new ArrayList<>();
    private final Set<String> unique;
    private final List<String> gaps = new ArrayList<>();
    private final Draws draws;
    private final List<String> joins = new ArrayList<>();
    private final Map<String, String> made = new HashMap<>();
    private final Set<String> pointed = new HashSet<>();
    private boolean impossible;

    Insertion(
            Schema schema,
            Table table,
            Shape.OfTable shape,
            long rows,
            Values values,
            Checks checks,
            List<Pointer> pointers,
            List<String> held) {
        this.table = table;
        this.shape = shape;
        this.rows = rows;
        this.values = values;
        this.draws = new Draws(table.name(), rows);
        this.pointers = List.copyOf(pointers);
        List<List<String>> keys = UniqueKeys.of(schema, table);
        this.unique =
                keys.stream().filter(key -> key.size() == 1).map(List::getFirst).collect(Collectors.toSet());
        table.constraints().stream()
                .filter(it -> it.type() == Constraint.Type.CHECK && it.enforced())
                .map(Constraint::condition)
                .forEach(conditions::add);
        table.partition().flatMap(Table.Partition::check).ifPresent(conditions::add);
        for (String condition : List.copyOf(conditions)) {
            checks.read(condition).forEach((column, more) -> narrowings.merge(column, more, Narrowing::and));
        }
        conditions.addAll(held);
        keys.forEach(this::spread);
        for (Pointer pointer : pointers) {
            point(pointer);
        }
        for (Column column : table.columns()) {
            if (column.generated().isEmpty() && !made.containsKey(column.name())) {
                make(column);
            }
        }
    }

    /**
     * Where a key of several columns has hardly more possible values than there are rows, drawing them would find most taken: its
     * columns count like the digits of the row's number instead.
     */
    private void spread(List<String> key) {
        if (key.size() == 1 || key.stream().anyMatch(column -> unique.contains(column) || isUnique(column))) {
            return;
        }
        Map<String, Long> digits = new HashMap<>();
        for (String column : key) {
            Optional<Pointer> pointer = pointers.stream()
                    .filter(it -> it.columns().contains(column))
                    .findFirst();
            String name = pointer.map(it -> it.key().name()).orElse(column);
            digits.put(
                    name,
                    pointer.map(this::distinct)
                            .orElseGet(() ->
                                    distinct(column(column), false, narrowings.getOrDefault(column, Narrowing.NONE))));
        }
        double all = digits.values().stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
        if (all > (double) DENSE * rows || digits.size() < 2) {
            return;
        }
        long unit = 1;
        List<String> rising = digits.keySet().stream()
                .sorted(Comparator.comparing(digits::get))
                .toList();
        for (String name : rising) {
            long values = Math.max(1, Objects.requireNonNull(digits.get(name)));
            String digit = "(g - 1) / " + unit;
            // The last one counts on, where statistics took it for smaller than it is.
            draws.spread(name, name.equals(rising.getLast()) ? digit : digit + " % " + values);
            unit *= values;
        }
    }

    private boolean isUnique(String column) {
        return shape(column).filter(Shape.OfColumn::isUnique).isPresent();
    }

    /** How many of its first rows have nothing in their own table to point to; 0 where none is to point there. */
    long pointless() {
        return pointers.stream()
                .filter(it -> it.to().equals(table.name()))
                .mapToLong(
                        it -> Math.max(1, Math.round(nulls(column(it.columns().getFirst())) * (double) rows)))
                .max()
                .orElse(0);
    }

    /** What could not be made, and why. */
    List<String> gaps() {
        return gaps;
    }

    /** Whether it can make rows at all. */
    boolean isPossible() {
        return !impossible;
    }

    private Optional<Shape.OfColumn> shape(String column) {
        return Optional.ofNullable(shape.columns().get(column));
    }

    private Column column(String name) {
        return table.columns().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private boolean takesNull(Column column) {
        return !column.notNull()
                && !values.refusesNull(column.type())
                && table.constraints().stream()
                        .noneMatch(it -> it.type() == Constraint.Type.PRIMARY_KEY
                                && it.columns().contains(column.name()));
    }

    private double nulls(Column column) {
        if (!takesNull(column)) {
            return 0;
        }
        return shape(column.name()).map(Shape.OfColumn::nullFraction).orElse(NULLS);
    }

    private String orNull(String name, double nulls, String value) {
        return nulls <= 0
                ? value
                : "CASE WHEN %s >= %s THEN %s END".formatted(draws.hash(name + " is null"), nulls, value);
    }

    private void make(Column column) {
        boolean isUnique = unique.contains(column.name()) || isUnique(column.name());
        Narrowing narrowing = narrowings.getOrDefault(column.name(), Narrowing.NONE);
        long distinct = distinct(column, isUnique, narrowing);
        String rank = draws.rank(column.name(), distinct, isUnique, shape(column.name()));
        Optional<String> value =
                values.of(column.type(), new Values.Choice(rank, distinct, shape(column.name()), narrowing, isUnique));
        if (value.isEmpty()) {
            lacks(column, Values.unknown(column.name(), column.type()));
            return;
        }
        made.put(column.name(), orNull(column.name(), nulls(column), value.get()));
        conditions.addAll(values.conditions(column.type(), column.name()));
    }

    private void lacks(Column column, String why) {
        if (column.defaultValue().isPresent()) {
            gaps.add(why + "; it has its default");
        } else if (takesNull(column)) {
            gaps.add(why + "; it is NULL");
        } else {
            gaps.add(why + ", and it takes no NULL: the table stays empty");
            impossible = true;
        }
    }

    private long distinct(Column column, boolean isUnique, Narrowing narrowing) {
        long most = values.few(column.type(), narrowing).orElse(Long.MAX_VALUE);
        if (isUnique) {
            return Math.max(1, rows);
        }
        long known = shape(column.name()).map(it -> it.distinctOf(rows)).orElseGet(() -> Math.max(1, rows));
        return Math.min(most, known);
    }

    /** How many different keys it points to. */
    private long distinct(Pointer pointer) {
        double known = 1;
        for (String name : pointer.columns()) {
            known *= (double) shape(name).map(it -> it.distinctOf(rows)).orElse(pointer.count());
        }
        return Math.max(1, Math.round(Math.min(known, (double) Math.min(pointer.count(), rows))));
    }

    private void point(Pointer pointer) {
        List<Column> columns = pointer.columns().stream().map(this::column).toList();
        Column first = columns.getFirst();
        if (pointer.count() == 0) {
            if (!pointer.to().equals(table.name())) {
                columns.forEach(column -> lacks(
                        column, column.name() + ": there is nothing in " + pointer.to() + " that it could point to"));
            }
            columns.forEach(column -> made.put(column.name(), "NULL::" + column.type()));
            return;
        }
        boolean isUnique = columns.stream().anyMatch(column -> unique.contains(column.name()));
        long distinct = isUnique ? pointer.count() : distinct(pointer);
        // Of several columns together no frequencies are known.
        Optional<Shape.OfColumn> known = columns.size() == 1 ? shape(first.name()) : Optional.empty();
        String rank = draws.rank(pointer.key().name(), distinct, isUnique, known);
        // The first rows of a table that points to itself have none to point to: they are its NULLs.
        double nulls = pointer.to().equals(table.name())
                ? 0
                : columns.stream().mapToDouble(this::nulls).max().orElse(0);
        String key = Identifiers.quote(pointer.numbered());
        for (Column column : columns) {
            String value = key + "." + Identifiers.quote(pointer.target(column.name()));
            made.put(column.name(), orNull(pointer.key().name(), nulls, value));
            pointed.add(column.name());
        }
        joins.add(join(pointer, rank, key, isUnique));
    }

    private String join(Pointer pointer, String rank, String key, boolean isUnique) {
        StringBuilder join = new StringBuilder("LEFT JOIN ").append(key).append(" ON ");
        if (pointer.shared().isEmpty()) {
            return join.append(key)
                    .append(".n = ")
                    .append(rank)
                    .append(isUnique ? "" : " % " + pointer.count())
                    .toString();
        }
        join.append(key).append(".n = ").append(rank).append(" % ").append(key).append(".c");
        for (String column : pointer.shared()) {
            join.append(" AND ")
                    .append(key)
                    .append('.')
                    .append(Identifiers.quote(pointer.target(column)))
                    .append(" = ")
                    .append(made.get(column));
        }
        return join.toString();
    }

    /** The most rows there can be; less where each points to another row of a smaller table. */
    long most() {
        return pointers.stream()
                .filter(pointer -> pointer.columns().stream().anyMatch(unique::contains))
                .mapToLong(Pointer::count)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** The statement that makes rows of the numbers {@code from} to {@code to}, at most {@code limit}. */
    String sql(long from, long to, long limit) {
        List<String> columns = table.columns().stream()
                .map(Column::name)
                .filter(made::containsKey)
                .toList();
        String names = columns.stream().map(Identifiers::quote).collect(Collectors.joining(", "));
        StringBuilder sql = new StringBuilder("INSERT INTO ")
                .append(Identifiers.qualified(
                        table.name().schema(), table.name().name()));
        if (columns.isEmpty()) {
            return sql.append(" DEFAULT VALUES").toString();
        }
        sql.append(" (")
                .append(names)
                .append(") OVERRIDING SYSTEM VALUE\nSELECT ")
                .append(names)
                .append("\nFROM (SELECT ");
        sql.append(columns.stream()
                .map(column -> made.get(column) + " AS " + Identifiers.quote(column))
                .collect(Collectors.joining(",\n    ")));
        sql.append("\n  FROM (").append(draws.sql(from, to)).append(") AS ranked");
        joins.forEach(join -> sql.append("\n  ").append(join));
        sql.append("\n  OFFSET 0) AS made");
        List<String> all = new ArrayList<>();
        conditions.forEach(condition -> all.add("(" + condition + ") IS NOT FALSE"));
        table.columns().stream()
                .filter(column -> pointed.contains(column.name()) && !takesNull(column))
                .forEach(column -> all.add(Identifiers.quote(column.name()) + " IS NOT NULL"));
        if (!all.isEmpty()) {
            sql.append("\nWHERE ").append(String.join("\n  AND ", all));
        }
        return sql.append("\nLIMIT ")
                .append(limit)
                .append("\nON CONFLICT DO NOTHING")
                .toString();
    }

    /** The conditions that rows are held to, to say which one none fulfils. */
    List<String> conditions() {
        return List.copyOf(conditions);
    }
}
