package dev.plumbline.rehearse;

import dev.plumbline.model.Column;
import dev.plumbline.model.CompositeType;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.EnumType;
import dev.plumbline.model.Index;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.RangeType;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Sequence;
import dev.plumbline.model.Table;
import dev.plumbline.model.View;
import dev.plumbline.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Random picks of what a schema holds. */
final class RandomThings {
    private static final List<String> TYPES = List.of(
            "int",
            "bigint",
            "smallint",
            "numeric",
            "numeric(12,2)",
            "numeric(10,4)",
            "float8",
            "text",
            "varchar",
            "varchar(10)",
            "varchar(40)",
            "char(3)",
            "timestamptz",
            "timestamptz(3)",
            "timestamp",
            "date",
            "interval",
            "uuid",
            "jsonb",
            "json",
            "boolean",
            "bytea",
            "text[]",
            "varchar(20)[]",
            "int[]");

    private final Schema schema;
    private final Dice dice;

    RandomThings(Schema schema, Dice dice) {
        this.schema = schema;
        this.dice = dice;
    }

    <T extends SchemaObject.Whole> Optional<T> any(Class<T> kind) {
        return any(kind, _ -> true);
    }

    <T extends SchemaObject.Whole> Optional<T> any(Class<T> kind, Predicate<T> like) {
        return dice.of(schema.all(kind).stream().filter(like).toList());
    }

    Optional<Table> table() {
        return any(Table.class);
    }

    Optional<Table> partitioned() {
        return any(Table.class, table -> table.partitionKey().isPresent());
    }

    List<Table> partitionsOf(QualifiedName parent) {
        return schema.all(Table.class).stream()
                .filter(table -> table.partition()
                        .filter(it -> it.parent().equals(parent))
                        .isPresent())
                .toList();
    }

    Optional<View> view(boolean materialized) {
        return any(View.class, view -> view.materialized() == materialized);
    }

    Optional<Column> column(Table table) {
        return dice.of(table.columns());
    }

    Optional<Column> column(Table table, Predicate<Column> like) {
        return dice.of(table.columns().stream().filter(like).toList());
    }

    Optional<Constraint> constraint(Table table, Predicate<Constraint> like) {
        return dice.of(table.constraints().stream().filter(like).toList());
    }

    /** The names of a table's indexes, those of its constraints included. */
    List<String> indexes(QualifiedName table) {
        List<String> names = new ArrayList<>();
        schema.all(Index.class).stream()
                .filter(index -> index.table().equals(table))
                .forEach(index -> names.add(index.name().name()));
        schema.all(Table.class).stream()
                .filter(it -> it.name().equals(table))
                .flatMap(it -> it.constraints().stream())
                .filter(it -> it.index().isPresent())
                .forEach(it -> names.add(it.name()));
        return names;
    }

    /** The names of all indexes, of constraints or not. */
    List<String> indexes() {
        List<String> names = new ArrayList<>();
        schema.all(Table.class).forEach(table -> names.addAll(indexes(table.name())));
        return names;
    }

    /** A type as SQL writes it, built in or not. */
    String type() {
        List<String> own = new ArrayList<>();
        schema.all(EnumType.class).forEach(type -> own.add(type.name().name()));
        schema.all(DomainType.class).forEach(type -> own.add(type.name().name()));
        schema.all(CompositeType.class).forEach(type -> own.add(type.name().name()));
        schema.all(RangeType.class).forEach(type -> own.add(type.name().name()));
        if (!own.isEmpty() && dice.oneIn(3)) {
            return dice.of(own).orElseThrow() + dice.rarely("[]");
        }
        return dice.of(TYPES).orElseThrow();
    }

    /** Any relation that has columns. */
    Optional<String> relation() {
        return dice.of(relations());
    }

    List<String> relations() {
        List<String> names = new ArrayList<>();
        schema.all(Table.class).forEach(table -> names.add(name(table.name())));
        schema.all(View.class).forEach(view -> names.add(name(view.name())));
        return names;
    }

    Optional<String> sequence() {
        return any(Sequence.class).map(it -> name(it.name()));
    }

    /** With its schema or without. */
    String name(QualifiedName name) {
        return dice.oneIn(4) || !name.schema().equals("public")
                ? Identifiers.qualified(name.schema(), name.name())
                : Identifiers.quote(name.name());
    }

    static String quote(String name) {
        return Identifiers.quote(name);
    }
}
