package dev.plumbline.rehearse;

import dev.plumbline.db.Session;
import dev.plumbline.model.Column;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.EnumType;
import dev.plumbline.model.Schema;
import dev.plumbline.model.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Puts rows into tables. What a table's constraints, rules or triggers refuse stays out of it. */
final class RandomRows {
    private static final int ROWS = 20;

    private final Schema schema;

    RandomRows(Schema schema) {
        this.schema = schema;
    }

    void fill(Session session) throws SQLException {
        for (Table table : schema.all(Table.class)) {
            List<Column> columns = table.columns().stream()
                    .filter(it -> it.generated().isEmpty() && it.identity().isEmpty())
                    .toList();
            if (columns.isEmpty()) {
                continue;
            }
            String names =
                    columns.stream().map(it -> RandomThings.quote(it.name())).collect(Collectors.joining(", "));
            String values = columns.stream().map(it -> value(it.type())).collect(Collectors.joining(", "));
            // One by one: a partition takes those that are within its bounds, a foreign key those that it finds.
            session.execute("""
                    DO $$ BEGIN SET CONSTRAINTS ALL IMMEDIATE; FOR n IN 1..%d LOOP
                        BEGIN INSERT INTO %s (%s) SELECT %s; EXCEPTION WHEN OTHERS THEN NULL; END;
                    END LOOP; END $$
                    """.formatted(ROWS, RandomThings.quote(table.name().name()), names, values));
        }
        session.execute("ANALYZE");
    }

    private String value(String type) {
        String base = type.replaceFirst("\\(.*?\\)", "");
        if (base.endsWith("[]")) {
            return "'{}'";
        }
        return switch (base) {
            case "smallint", "integer", "bigint", "numeric", "double precision", "real", "money" -> "n * 10";
            case "text", "character varying", "character" -> "chr(96 + n)";
            case "date", "timestamp with time zone", "timestamp without time zone" -> "date '2024-01-01' + 40 * n";
            case "uuid" -> "gen_random_uuid()";
            case "json", "jsonb" -> "'{}'";
            case "boolean" -> "n % 2 = 0";
            case "interval" -> "'1 day'";
            default -> named(type);
        };
    }

    private String named(String type) {
        for (EnumType labels : schema.all(EnumType.class)) {
            if (labels.name().toString().equals(type)) {
                return "'" + labels.labels().getFirst() + "'";
            }
        }
        for (DomainType domain : schema.all(DomainType.class)) {
            if (domain.name().toString().equals(type)) {
                return value(domain.baseType());
            }
        }
        return "NULL";
    }
}
