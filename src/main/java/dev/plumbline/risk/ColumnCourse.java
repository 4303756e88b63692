package dev.plumbline.risk;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.sql.grammar.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Columns as {@code CREATE TABLE} and {@code ADD COLUMN} define them. */
final class ColumnCourse {
    private final World world;

    ColumnCourse(World world) {
        this.world = world;
    }

    /** What a definition says of the column alone; its keys, and that it refuses NULL, are {@link KeyCourse}'s. */
    void define(Relation table, Tree definition) {
        String name = definition.text("colname");
        boolean serial = Types.isSerial(definition.child("typeName"));
        Relation.Column column = field(definition, world);
        if (definition.child("typeName").isNone()) {
            // A partition or a typed table adds to what is there.
            column = table.column(name).orElse(column);
        }
        ObjectId id = new ObjectId(ObjectKind.COLUMN, table.name(), name);
        for (Tree constraint : definition.list("constraints")) {
            Tree expression = constraint.child("raw_expr");
            switch (constraint.text("contype")) {
                case "CONSTR_DEFAULT" -> {
                    column = column.withDefault(true);
                    new Mentions(world).in(expression).forEach(need -> world.needs(id, need));
                }
                case "CONSTR_IDENTITY" -> column = column.withIdentity(true);
                case "CONSTR_GENERATED" ->
                    column = column.computedFrom(
                            Optional.of(columns(expression)),
                            !constraint.text("generated_kind").equals("v"));
                default -> {
                    // A key.
                }
            }
        }
        table.put(serial ? column.withDefault(true) : column);
        sequences(table, definition, serial);
    }

    private void sequences(Relation table, Tree definition, boolean serial) {
        String name = definition.text("colname");
        if (serial) {
            new SequenceCourse(world).of(table, name, List.of(), true);
        }
        definition.list("constraints").stream()
                .filter(it -> it.text("contype").equals("CONSTR_IDENTITY"))
                .forEach(it -> new SequenceCourse(world).of(table, name, it.list("options"), false));
    }

    /** Name and type. */
    static Relation.Column field(Tree definition, World world) {
        String type = Types.format(definition.child("typeName"), world);
        return Relation.Column.of(definition.text("colname"), type).typed(type, collation(definition));
    }

    /** The collation that a definition names. */
    static String collation(Tree definition) {
        return String.join(".", definition.child("collClause").names("collname"));
    }

    /** The columns that an expression names. */
    static Set<String> columns(Tree expression) {
        Set<String> columns = new HashSet<>();
        expression.walk(node -> {
            if (node.is("ColumnRef") && !node.names("fields").isEmpty()) {
                columns.add(node.names("fields").getLast());
            }
        });
        return columns;
    }

    /** Without what makes it a column of its own: what a table made like another has of it. */
    static Relation.Column like(Relation.Column column, boolean defaults, boolean generated, boolean identity) {
        Relation.Column like = Relation.Column.of(column.name(), column.type())
                .typed(column.type(), column.collation())
                .withNotNull(column.notNull())
                .withDefault(column.defaulted() && defaults)
                .withIdentity(column.identity() && identity);
        return generated ? like.computedFrom(column.computed(), column.stored()) : like;
    }
}
