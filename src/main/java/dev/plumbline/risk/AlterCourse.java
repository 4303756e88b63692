package dev.plumbline.risk;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Optional;

/** {@code ALTER TABLE} and its like. */
final class AlterCourse {
    private final World world;
    private final FamilyCourse family;
    private final KeyCourse keys;

    AlterCourse(World world, String text) {
        this.world = world;
        this.family = new FamilyCourse(world, text);
        this.keys = new KeyCourse(world, text);
    }

    void run(Tree statement) {
        Relation table = world.relation(statement.child("relation"));
        if (world.find(table.name()).isEmpty() && (statement.flag("missing_ok") || world.known())) {
            return;
        }
        // What statements tell of a relation is known from then on.
        world.put(table);
        boolean only = !statement.child("relation").flag("inh");
        for (Tree command : statement.list("cmds")) {
            if (table.kind() == Relation.Kind.COMPOSITE_TYPE) {
                composite(table, command);
            } else {
                run(table, command, only);
            }
        }
    }

    private void run(Relation table, Tree command, boolean only) {
        String name = command.text("name");
        Tree def = command.child("def");
        switch (command.command()) {
            case "AddColumn" -> add(table, def, command.flag("missing_ok"), only);
            case "DropColumn" -> {
                if (table.column(name).isPresent() || !table.known()) {
                    family.dropColumn(table, name, only, new DropCourse(world));
                }
            }
            case "AlterColumnType" -> each(table, only, name, column -> column.typed(type(def), collation(def)));
            case "SetNotNull" -> {
                if (only) {
                    keys.requires(table, name, "", true, false);
                } else {
                    family.requires(table, name, "");
                }
            }
            case "DropNotNull" -> family.allows(table, name);
            case "ColumnDefault" -> defaulted(table, name, def, only);
            case "DropExpression" -> each(table, only, name, column -> column.computedFrom(Optional.empty(), false));
            case "SetExpression" ->
                each(
                        table,
                        only,
                        name,
                        column -> column.computedFrom(Optional.of(ColumnCourse.columns(def)), column.stored()));
            case "AddIdentity" -> {
                each(table, only || !isPartitioned(table), name, column -> column.withIdentity(true));
                new SequenceCourse(world).of(table, name, def.list("options"), false);
            }
            case "DropIdentity" -> {
                if (table.column(name).filter(Relation.Column::identity).isPresent()) {
                    each(table, only || !isPartitioned(table), name, column -> column.withIdentity(false));
                    new SequenceCourse(world).drop(table, name);
                }
            }
            case "AddConstraint" -> constraint(table, def, only);
            case "DropConstraint" ->
                table.key(name).ifPresent(key -> family.dropKey(table, key, only, new DropCourse(world)));
            case "ValidateConstraint" -> family.validated(table, name);
            case "AlterConstraint" -> altered(table, def);
            default -> whole(table, command, def);
        }
    }

    /** What concerns the table as a whole. */
    private void whole(Relation table, Tree command, Tree def) {
        switch (command.command()) {
            case "SetLogged" -> logged(table, true);
            case "SetUnLogged" -> logged(table, false);
            case "AttachPartition" -> {
                if (table.kind() == Relation.Kind.INDEX) {
                    attachIndex(table, world.relation(def.child("name")));
                } else {
                    attach(table, def);
                }
            }
            case "DetachPartition", "DetachPartitionFinalize" -> {
                Relation part = world.relation(def.child("name"));
                family.leave(part, table.name());
            }
            case "AddInherit" -> family.join(table, world.relation(def), false);
            case "DropInherit" -> family.leave(table, world.name(def));
            case "AddOf" -> table.of(Optional.of(Types.format(def, world)));
            case "DropOf" -> table.of(Optional.empty());
            default -> {
                // Tells nothing that anybody asks for.
            }
        }
    }

    private interface Change {
        Relation.Column of(Relation.Column column);
    }

    /** A column's change, in the children too. */
    private void each(Relation table, boolean only, String name, Change change) {
        table.column(name).ifPresentOrElse(column -> table.put(change.of(column)), () -> {
            if (!table.known()) {
                table.put(change.of(Relation.Column.of(name, "")));
            }
        });
        if (!only) {
            world.descendants(table)
                    .forEach(child -> child.column(name).ifPresent(column -> child.put(change.of(column))));
        }
    }

    private String type(Tree def) {
        return Types.format(def.child("typeName"), world);
    }

    private static String collation(Tree def) {
        // Without a collation of its own the new type's is taken.
        return def.child("collClause").isNone() ? "" : ColumnCourse.collation(def);
    }

    private void add(Relation table, Tree def, boolean unlessThere, boolean only) {
        String name = def.text("colname");
        if (unlessThere && table.column(name).isPresent()) {
            return;
        }
        new ColumnCourse(world).define(table, def);
        for (Tree constraint : def.list("constraints")) {
            if (constraint.text("contype").equals("CONSTR_NOTNULL")
                    || constraint.text("contype").equals("CONSTR_IDENTITY")) {
                keys.requires(table, name, constraint.text("conname"), true, false);
            }
        }
        if (Types.isSerial(def.child("typeName"))) {
            keys.requires(table, name, "", true, false);
        }
        if (!only) {
            family.column(table, name);
        }
        for (Tree constraint : def.list("constraints")) {
            if (!constraint.text("contype").equals("CONSTR_NOTNULL")) {
                keys.add(table, constraint, Optional.of(name), false);
            }
        }
    }

    private static boolean isPartitioned(Relation table) {
        return table.kind() == Relation.Kind.PARTITIONED_TABLE;
    }

    private void defaulted(Relation table, String name, Tree def, boolean only) {
        boolean is = !def.isNone() && !(def.is("A_Const") && def.flag("isnull"));
        each(table, only, name, column -> column.withDefault(is));
        ObjectId id = new ObjectId(ObjectKind.COLUMN, table.name(), name);
        List.copyOf(world.needs(id)).stream()
                .filter(need -> !need.kind().isType())
                .findFirst()
                .ifPresent(_ -> world.forget(id));
        new Mentions(world).in(def).forEach(need -> world.needs(id, need));
    }

    private void constraint(Relation table, Tree def, boolean only) {
        if (def.text("contype").equals("CONSTR_NOTNULL") && !only) {
            boolean validated = !def.flag("skip_validation");
            for (String column : def.names("keys")) {
                boolean has = KeyCourse.notNull(table, column).isPresent();
                family.requires(table, column, def.text("conname"));
                if (!validated && !has) {
                    KeyCourse.notNull(table, column).ifPresent(key -> table.put(key.withValidated(false)));
                }
            }
            return;
        }
        keys.add(table, def, Optional.empty(), false);
    }

    private void altered(Relation table, Tree def) {
        table.key(def.text("conname")).ifPresent(key -> {
            if (def.flag("alterEnforceability")) {
                table.put(key.withEnforced(def.flag("is_enforced")).withValidated(def.flag("is_enforced")));
            }
            if (def.flag("alterInheritability")) {
                table.put(key.withNoInherit(def.flag("noinherit")));
            }
        });
    }

    private void logged(Relation table, boolean is) {
        table.logged(is);
        world.sequencesOf(table.name()).forEach(sequence -> sequence.logged(is));
    }

    private void attach(Relation parent, Tree def) {
        Relation part = world.relation(def.child("name"));
        world.put(part);
        if (def.child("bound").flag("is_default")) {
            part.defaultPartition();
        }
        family.join(part, parent, true);
    }

    private void attachIndex(Relation parent, Relation part) {
        part.owner().map(world::relation).ifPresent(table -> {
            table.index(part.name()).ifPresent(index -> table.put(index.attachedTo(Optional.of(parent.name()))));
            table.key(part.name().name())
                    .filter(key -> key.index().filter(part.name()::equals).isPresent())
                    .filter(_ -> parent.owner()
                            .map(world::relation)
                            .filter(it -> it.key(parent.name().name()).isPresent())
                            .isPresent())
                    .ifPresent(key -> table.put(key.with(Descent.INHERITED)));
        });
    }

    /** The tables of a composite type have its columns. */
    private void composite(Relation type, Tree command) {
        String name = command.text("name");
        Tree def = command.child("def");
        List<Relation> typed = world.relations().stream()
                .filter(it ->
                        it.rowType().filter(Types.text(type.name())::equals).isPresent())
                .toList();
        switch (command.command()) {
            case "AddColumn" -> {
                type.put(ColumnCourse.field(def, world));
                typed.forEach(table -> table.put(ColumnCourse.field(def, world)));
            }
            case "DropColumn" -> {
                type.removeColumn(name);
                typed.forEach(table -> new DropCourse(world).column(table, name));
            }
            case "AlterColumnType" -> {
                type.column(name).ifPresent(it -> type.put(it.typed(type(def), collation(def))));
                typed.forEach(
                        table -> table.column(name).ifPresent(it -> table.put(it.typed(type(def), collation(def)))));
            }
            default -> {
                // Tells nothing that anybody asks for.
            }
        }
    }
}
