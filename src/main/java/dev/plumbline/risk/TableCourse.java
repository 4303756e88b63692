package dev.plumbline.risk;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code CREATE TABLE} and all that its parts bring. */
final class TableCourse {
    private final World world;
    private final String text;
    private final KeyCourse keys;

    TableCourse(World world, String text) {
        this.world = world;
        this.text = text;
        this.keys = new KeyCourse(world, text);
    }

    void create(Tree statement, Relation.Kind kind) {
        QualifiedName name = world.nameOfNew(statement.child("relation"));
        if (statement.flag("if_not_exists") && world.find(name).isPresent()) {
            return;
        }
        boolean partition = !statement.child("partbound").isNone();
        List<Relation> parents =
                statement.list("inhRelations").stream().map(world::relation).toList();
        boolean known = parents.stream().allMatch(Relation::known)
                && statement.list("tableElts").stream()
                        .filter(it -> it.is("TableLikeClause"))
                        .allMatch(it -> world.relation(it.child("relation")).known());
        Relation table = new Relation(
                name, statement.child("partspec").isNone() ? kind : Relation.Kind.PARTITIONED_TABLE, true, known);
        table.logged(!statement.child("relation").text("relpersistence").equals("u"));
        table.dividedBy(statement.child("partspec").list("partParams").stream()
                .map(it -> it.text("name"))
                .filter(column -> !column.isEmpty())
                .toList());
        columns(table, statement, parents, partition);
        world.put(table);
        parents.forEach(parent -> world.join(table, parent.name(), partition));
        if (statement.child("partbound").flag("is_default")) {
            table.defaultPartition();
        }
        List<Like> likes = statement.list("tableElts").stream()
                .filter(it -> it.is("TableLikeClause"))
                .map(it -> new Like(world.relation(it.child("relation")), it.number("options")))
                .toList();
        keys(table, statement, parents, likes);
        if (partition) {
            parents.forEach(parent -> {
                new IndexCourse(world, text).parts(parent, table);
                parent.keys().stream()
                        .filter(key -> key.type() == Constraint.Type.FOREIGN_KEY)
                        .toList()
                        .forEach(key -> table.put(key.with(Descent.INHERITED)));
            });
        }
    }

    /** What a table is made like, and what of it. */
    private record Like(Relation table, long options) {
        private static final long CONSTRAINTS = 1L << 2;
        private static final long DEFAULTS = 1L << 3;
        private static final long GENERATED = 1L << 4;
        private static final long IDENTITY = 1L << 5;
        private static final long INDEXES = 1L << 6;

        boolean has(long option) {
            return (options & option) != 0;
        }

        List<Relation.Column> columns() {
            return table.columns().stream()
                    .map(column -> ColumnCourse.like(column, has(DEFAULTS), has(GENERATED), has(IDENTITY)))
                    .toList();
        }
    }

    /** The parents' first, then its own; who has a column from several sides has it once. */
    private void columns(Relation table, Tree statement, List<Relation> parents, boolean partition) {
        for (Relation parent : parents) {
            for (Relation.Column column : parent.columns()) {
                Optional<Relation.Column> has = table.column(column.name());
                boolean identity =
                        partition && column.identity() && world.major() >= World.IDENTITY_OF_PARTITIONS_SINCE;
                table.put(
                        has.isPresent()
                                ? has.get()
                                        .with(has.get().descent().joined())
                                        .withDefault(has.get().defaulted() || column.defaulted())
                                : column.with(Descent.INHERITED)
                                        .withNotNull(false)
                                        .withIdentity(identity));
            }
        }
        Tree of = statement.child("ofTypename");
        if (!of.isNone()) {
            String type = Types.format(of, world);
            table.of(Optional.of(type));
            world.find(world.typeOf(of.names("names")))
                    .ifPresentOrElse(composite -> composite.columns().forEach(table::put), table::forgotten);
        }
        for (Tree element : statement.list("tableElts")) {
            if (element.is("ColumnDef")) {
                define(table, element);
            } else if (element.is("TableLikeClause")) {
                Like like = new Like(world.relation(element.child("relation")), element.number("options"));
                like.columns().forEach(column -> {
                    table.put(column.withNotNull(false));
                    if (column.identity()) {
                        new SequenceCourse(world).of(table, column.name(), List.of(), false);
                    }
                });
            }
        }
    }

    private void define(Relation table, Tree definition) {
        Optional<Relation.Column> inherited = table.column(definition.text("colname"));
        new ColumnCourse(world).define(table, definition);
        inherited.ifPresent(was -> table.column(was.name())
                .ifPresent(is -> table.put(is.withDefault(is.defaulted() || was.defaulted())
                        .computedFrom(is.computed().or(was::computed), is.stored() || was.stored())
                        .withIdentity(is.identity() || was.identity())
                        .with(
                                table.partition()
                                                || definition.child("typeName").isNone()
                                        ? was.descent()
                                        : was.descent().declared()))));
    }

    private void keys(Relation table, Tree statement, List<Relation> parents, List<Like> likes) {
        inherited(table, parents);
        for (Tree element : statement.list("tableElts")) {
            if (element.is("ColumnDef")) {
                notNull(table, element);
            } else if (element.is("Constraint") && element.text("contype").equals("CONSTR_NOTNULL")) {
                keys.add(table, element, Optional.empty(), true);
            }
        }
        likes.forEach(like -> like.table().columns().stream()
                .filter(Relation.Column::notNull)
                .forEach(column -> keys.requires(
                        table,
                        column.name(),
                        KeyCourse.notNull(like.table(), column.name())
                                .map(Relation.Key::name)
                                .orElse(""),
                        true,
                        false)));
        // Checks, then what has an index, the primary key first, and then what points elsewhere.
        each(table, statement, "CONSTR_CHECK");
        likes.stream().filter(like -> like.has(Like.CONSTRAINTS)).forEach(like -> checks(table, like.table()));
        each(table, statement, "CONSTR_PRIMARY");
        each(table, statement, "CONSTR_UNIQUE");
        each(table, statement, "CONSTR_EXCLUSION");
        likes.stream().filter(like -> like.has(Like.INDEXES)).forEach(like -> indexes(table, like.table()));
        each(table, statement, "CONSTR_FOREIGN");
    }

    private void inherited(Relation table, List<Relation> parents) {
        for (Relation parent : parents) {
            for (Relation.Column column : parent.columns()) {
                if (column.notNull()) {
                    String name = KeyCourse.notNull(parent, column.name())
                            .filter(key -> !key.noInherit())
                            .map(Relation.Key::name)
                            .orElse("");
                    Optional<Relation.Key> has = KeyCourse.notNull(table, column.name());
                    keys.requires(table, column.name(), name, true, false);
                    KeyCourse.notNull(table, column.name())
                            .ifPresent(key -> table.put(key.with(
                                    has.isPresent() ? has.get().descent().joined() : Descent.INHERITED)));
                }
            }
            for (Relation.Key key : parent.keys()) {
                if (key.type() == Constraint.Type.CHECK && !key.noInherit()) {
                    Optional<Relation.Key> has = table.key(key.name());
                    table.put(key.with(has.isPresent() ? has.get().descent().joined() : Descent.INHERITED));
                }
            }
        }
    }

    private void notNull(Relation table, Tree definition) {
        String column = definition.text("colname");
        boolean refuses = Types.isSerial(definition.child("typeName"));
        String name = "";
        for (Tree constraint : definition.list("constraints")) {
            switch (constraint.text("contype")) {
                case "CONSTR_NOTNULL" -> {
                    refuses = true;
                    name = constraint.text("conname");
                }
                case "CONSTR_IDENTITY", "CONSTR_PRIMARY" -> refuses = true;
                default -> {
                    // Says nothing about NULL.
                }
            }
        }
        if (refuses) {
            keys.requires(table, column, name, true, false);
        }
    }

    private void each(Relation table, Tree statement, String type) {
        List<Runnable> all = new ArrayList<>();
        for (Tree element : statement.list("tableElts")) {
            if (element.is("ColumnDef")) {
                element.list("constraints").stream()
                        .filter(it -> it.text("contype").equals(type))
                        .forEach(it -> all.add(() -> keys.add(table, it, Optional.of(element.text("colname")), true)));
            } else if (element.is("Constraint") && element.text("contype").equals(type)) {
                all.add(() -> keys.add(table, element, Optional.empty(), true));
            }
        }
        all.forEach(Runnable::run);
    }

    private static void checks(Relation table, Relation like) {
        like.keys().stream()
                .filter(key -> key.type() == Constraint.Type.CHECK)
                .forEach(key -> table.put(key.with(Descent.OWN).withValidated(key.enforced())));
    }

    private void indexes(Relation table, Relation like) {
        keys.alike(table, like);
    }
}
