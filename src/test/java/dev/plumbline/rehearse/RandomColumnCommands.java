package dev.plumbline.rehearse;

import dev.plumbline.model.Column;
import dev.plumbline.model.Table;
import java.util.List;
import java.util.Optional;

/** Random sub-commands of {@code ALTER TABLE} about columns. */
final class RandomColumnCommands {
    private final RandomThings things;
    private final Dice dice;

    RandomColumnCommands(RandomThings things, Dice dice) {
        this.things = things;
        this.dice = dice;
    }

    Optional<String> command(Table table) {
        return switch (dice.below(17)) {
            case 0, 1, 2 -> Optional.of("ADD COLUMN " + dice.rarely("IF NOT EXISTS ") + definition(table));
            case 3 ->
                column(table)
                        .map(it -> dice.rarely("IF EXISTS ") + it)
                        .map(it -> "DROP COLUMN " + it + dice.maybe(" CASCADE"));
            case 4, 5, 6 -> things.column(table).map(this::retype);
            case 7 -> column(table).map(it -> "ALTER " + it + " SET DEFAULT " + dice.of("NULL", "'1'", "NULL"));
            case 8 -> column(table).map(it -> "ALTER " + it + " DROP DEFAULT");
            case 9 -> column(table).map(it -> "ALTER " + it + " SET NOT NULL");
            case 10 -> column(table).map(it -> "ALTER " + it + " DROP NOT NULL");
            case 11 -> generated(table);
            case 12 -> identity(table);
            case 13 -> column(table).map(it -> "ALTER " + it + dice.of(" SET STATISTICS 100", " SET STATISTICS -1"));
            case 14 -> column(table).map(it -> "ALTER " + it + dice.of(" SET (n_distinct = 5)", " RESET (n_distinct)"));
            case 15 ->
                column(table)
                        .map(it -> "ALTER " + it + " SET STORAGE " + dice.of("PLAIN", "EXTERNAL", "MAIN", "DEFAULT"));
            default -> column(table).map(it -> "ALTER " + it + " SET COMPRESSION " + dice.of("pglz", "default"));
        };
    }

    private Optional<String> column(Table table) {
        return things.column(table).map(it -> RandomThings.quote(it.name()));
    }

    /** A column as {@code CREATE TABLE} and {@code ADD COLUMN} have it. */
    String definition(Table table) {
        String name = dice.of("n", "n", "n", "n", "c0", "x");
        String type = things.type();
        String referred = things.table()
                .map(it -> " REFERENCES " + things.name(it.name()) + dice.maybe(" ON DELETE CASCADE"))
                .orElse("");
        String numbered = name + " " + dice.of("int", "bigint");
        return switch (dice.below(24)) {
            case 0 -> name + " " + dice.of("serial", "bigserial", "smallserial") + dice.rarely(" UNIQUE");
            case 1 -> numbered + " GENERATED " + dice.of("ALWAYS", "BY DEFAULT") + " AS IDENTITY";
            case 2, 3 -> name + " bigint GENERATED ALWAYS AS (" + number(table) + ") " + dice.of("STORED", "VIRTUAL");
            case 4 -> numbered + dice.rarely(" DEFAULT 1") + referred;
            case 5 -> numbered + dice.rarely(" DEFAULT 1") + " CHECK (" + name + " > 0)" + dice.rarely(" NO INHERIT");
            case 6 -> name + " " + type + dice.of(" UNIQUE", " PRIMARY KEY", " UNIQUE NOT NULL");
            case 7 ->
                name + " timestamptz DEFAULT " + dice.of("now()", "clock_timestamp()", "current_timestamp", "NULL");
            case 8 ->
                numbered + " DEFAULT " + dice.of("f0(1)", "1 + 1", "(random() * 3)::int", "length('x')", "abs(-2)");
            case 9 -> name + " uuid DEFAULT " + dice.of("gen_random_uuid()", "NULL", "md5('x')::uuid");
            case 10 -> name + " text" + dice.of(" COLLATE \"C\"", "") + " DEFAULT 'x'" + dice.maybe(" NOT NULL");
            case 11 -> name + " " + type + " NOT NULL";
            case 12 -> name + " " + type + " NULL";
            case 13 -> name + " " + type + " DEFAULT NULL";
            case 14 -> name + " text STORAGE EXTERNAL" + dice.maybe(" COMPRESSION pglz");
            default -> name + " " + type;
        };
    }

    private String number(Table table) {
        return things.column(table, it -> List.of("integer", "bigint").contains(it.type()))
                .map(it -> RandomThings.quote(it.name()) + dice.of(" + 1", " * 2", ""))
                .orElse("7");
    }

    private String retype(Column column) {
        String name = RandomThings.quote(column.name());
        String type = things.type();
        String collated = type.equals("text") || type.startsWith("varchar") ? dice.rarely(" COLLATE \"C\"") : "";
        String using =
                switch (dice.below(8)) {
                    case 0, 1 -> " USING " + name + "::text::" + type;
                    case 2, 3 -> " USING " + name + "::" + type;
                    case 4 -> " USING NULL";
                    case 5 -> " USING " + name;
                    default -> "";
                };
        if (dice.oneIn(3)) {
            return "ALTER " + name + " TYPE " + near(column.type())
                    + (using.isEmpty() ? "" : dice.maybe(" USING " + name));
        }
        return "ALTER " + name + dice.of(" TYPE ", " SET DATA TYPE ") + type + collated + using;
    }

    /** A type that values often keep their bytes in. */
    private String near(String type) {
        String base = type.replaceFirst("\\(.*?\\)", "");
        return switch (base) {
            case "integer" -> dice.of("bigint", "int", "oid", "numeric", "text");
            case "text" -> dice.of("varchar", "varchar(60)", "text COLLATE \"C\"", "char(20)");
            case "character varying" ->
                dice.of("varchar", "varchar(15)", "varchar(20)", "varchar(60)", "text", "varchar(10) COLLATE \"C\"");
            case "numeric" -> dice.of("numeric", "numeric(12,2)", "numeric(12,3)", "numeric(9,2)");
            case "timestamp with time zone" -> dice.of("timestamptz(6)", "timestamptz(2)", "timestamp", "date");
            case "date" -> dice.of("timestamp", "timestamptz", "date");
            case "jsonb" -> dice.of("json", "text");
            default -> type;
        };
    }

    private Optional<String> generated(Table table) {
        return things.column(table, it -> it.generated().isPresent() || dice.oneIn(5))
                .map(it -> RandomThings.quote(it.name()))
                .map(it -> "ALTER " + it
                        + (dice.oneIn(2)
                                ? " SET EXPRESSION AS (" + number(table) + ")"
                                : " DROP EXPRESSION" + dice.maybe(" IF EXISTS")));
    }

    private Optional<String> identity(Table table) {
        return things.column(table, it -> it.identity().isPresent() || it.type().endsWith("int"))
                .map(it -> "ALTER " + RandomThings.quote(it.name())
                        + (it.identity().isEmpty()
                                ? dice.of(" ADD GENERATED ALWAYS AS IDENTITY", " DROP IDENTITY IF EXISTS")
                                : dice.of(
                                        " SET GENERATED ALWAYS",
                                        " RESTART WITH 50",
                                        " SET INCREMENT 3",
                                        " DROP IDENTITY")));
    }
}
