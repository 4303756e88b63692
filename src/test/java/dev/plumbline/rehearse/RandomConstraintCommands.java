package dev.plumbline.rehearse;

import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.Index;
import dev.plumbline.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Random sub-commands of {@code ALTER TABLE} about constraints. */
final class RandomConstraintCommands {
    private final RandomThings things;
    private final Dice dice;

    RandomConstraintCommands(RandomThings things, Dice dice) {
        this.things = things;
        this.dice = dice;
    }

    Optional<String> command(Table table) {
        String named = dice.of("", "CONSTRAINT nk ");
        return switch (dice.below(14)) {
            case 0, 1 -> Optional.of("ADD " + named + check(table));
            case 2, 3, 4 -> foreign(table).map(it -> "ADD " + named + it);
            case 5, 6 -> Optional.of("ADD " + named + key(table));
            case 7 -> usingIndex(table).map(it -> "ADD " + named + it);
            case 8 ->
                things.column(table)
                        .map(it -> "ADD " + named + "NOT NULL " + RandomThings.quote(it.name())
                                + dice.of("", "", " NOT VALID", " NO INHERIT"));
            case 9 ->
                things.constraint(table, it -> !it.validated() || dice.oneIn(4))
                        .map(it -> "VALIDATE CONSTRAINT " + name(it));
            case 10 ->
                things.constraint(table, it -> it.type() == Constraint.Type.FOREIGN_KEY)
                        .map(it -> "ALTER CONSTRAINT " + name(it)
                                + dice.of(" DEFERRABLE", " NOT DEFERRABLE", " ENFORCED", " NOT ENFORCED"));
            case 11 ->
                things.constraint(table, it -> it.type() == Constraint.Type.NOT_NULL)
                        .map(it -> "ALTER CONSTRAINT " + name(it) + dice.of(" INHERIT", " NO INHERIT"));
            default ->
                things.constraint(table, _ -> true)
                        .map(it -> "DROP CONSTRAINT " + dice.rarely("IF EXISTS ") + name(it) + dice.maybe(" CASCADE"));
        };
    }

    private static String name(Constraint constraint) {
        return RandomThings.quote(constraint.name());
    }

    private String check(Table table) {
        String column =
                things.column(table).map(it -> RandomThings.quote(it.name())).orElse("1");
        return "CHECK (" + column + dice.of(" IS NOT NULL", " IS NULL OR true", " IS NOT NULL OR true") + ")"
                + dice.of("", "", " NOT VALID", " NO INHERIT", " NOT ENFORCED");
    }

    /** A key over one column or two, or over those of the partition key too. */
    String key(Table table) {
        List<String> columns = new ArrayList<>();
        things.column(table).ifPresent(it -> columns.add(RandomThings.quote(it.name())));
        if (dice.oneIn(3)) {
            things.column(table)
                    .map(it -> RandomThings.quote(it.name()))
                    .filter(it -> !columns.contains(it))
                    .ifPresent(columns::add);
        }
        table.partitionKey()
                .map(it -> it.replaceAll(".*\\(|\\)", ""))
                .filter(it -> !columns.contains(it) && !dice.oneIn(6))
                .ifPresent(columns::add);
        String all = columns.stream().collect(Collectors.joining(", ", "(", ")"));
        return switch (dice.below(5)) {
            case 0 -> "UNIQUE NULLS NOT DISTINCT " + all;
            case 1 -> "UNIQUE " + all + dice.maybe(" DEFERRABLE");
            case 2 -> "EXCLUDE (" + columns.getFirst() + " WITH =)";
            case 3 -> "UNIQUE " + all + " INCLUDE (" + columns.getFirst() + ")";
            default -> "PRIMARY KEY " + all;
        };
    }

    private Optional<String> usingIndex(Table table) {
        return things.any(Index.class, it -> it.table().equals(table.name()) && it.unique())
                .map(it -> dice.of("UNIQUE", "PRIMARY KEY") + " USING INDEX "
                        + RandomThings.quote(it.name().name()));
    }

    /** A foreign key from any columns of the same types to a key of any table. */
    Optional<String> foreign(Table table) {
        return things.any(Table.class, it -> it.constraints().stream().anyMatch(RandomConstraintCommands::isKey))
                .flatMap(to -> things.constraint(to, RandomConstraintCommands::isKey)
                        .flatMap(key -> matching(table, to, key)
                                .map(from -> "FOREIGN KEY (" + from + ") REFERENCES "
                                        + things.name(to.name())
                                        + (key.type() == Constraint.Type.PRIMARY_KEY && dice.oneIn(2)
                                                ? ""
                                                : " (" + names(key.columns()) + ")")
                                        + dice.of("", " ON DELETE CASCADE", " DEFERRABLE", " MATCH FULL")
                                        + dice.of("", "", " NOT VALID", " NOT ENFORCED"))));
    }

    private static boolean isKey(Constraint constraint) {
        return constraint.type() == Constraint.Type.PRIMARY_KEY
                || (constraint.type() == Constraint.Type.UNIQUE && !constraint.deferrable());
    }

    private static String names(List<String> columns) {
        return columns.stream().map(RandomThings::quote).collect(Collectors.joining(", "));
    }

    private Optional<String> matching(Table from, Table to, Constraint key) {
        List<String> names = new ArrayList<>();
        for (String column : key.columns()) {
            String type = to.columns().stream()
                    .filter(it -> it.name().equals(column))
                    .map(Column::type)
                    .findFirst()
                    .orElse("");
            Optional<Column> other =
                    things.column(from, it -> alike(it.type()).equals(alike(type)) && !names.contains(it.name()));
            if (other.isEmpty()) {
                return Optional.empty();
            }
            names.add(other.get().name());
        }
        return Optional.of(names(names));
    }

    private static String alike(String type) {
        return type.replaceFirst("\\(.*", "").replace("bigint", "integer").replace("smallint", "integer");
    }
}
