package dev.plumbline.risk;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is known after a statement, of what was known before it. */
final class Course {
    private final World world;
    private final String text;

    /** {@code text} is the statement's, from which expressions are cut. */
    Course(World world, String text) {
        this.world = world;
        this.text = text;
    }

    void run(Tree statement) {
        switch (statement.kind()) {
            case "CreateStmt", "CreateForeignTableStmt" -> create(statement);
            case "CreateTableAsStmt" -> createAs(statement);
            case "SelectStmt" -> {
                if (!statement.child("intoClause").isNone()) {
                    make(statement.child("intoClause").child("rel"), Relation.Kind.TABLE, false);
                }
            }
            case "CreateSchemaStmt" -> statement.list("schemaElts").forEach(this::run);
            case "ViewStmt" -> make(statement.child("view"), Relation.Kind.VIEW, false);
            case "IndexStmt" -> index(statement);
            case "CreateSeqStmt" -> make(statement.child("sequence"), Relation.Kind.SEQUENCE, true);
            case "CompositeTypeStmt" -> make(statement.child("typevar"), Relation.Kind.COMPOSITE_TYPE, true);
            case "CreateDomainStmt" -> domain(statement);
            case "CreateFunctionStmt" -> function(statement);
            case "AlterTableStmt" -> alter(statement);
            case "RenameStmt" -> rename(statement);
            case "AlterObjectSchemaStmt" -> move(statement);
            case "DropStmt" -> drop(statement);
            case "VariableSetStmt" -> set(statement);
            default -> {
                // Tells nothing that anybody asks for.
            }
        }
    }

    private Relation make(Tree rangeVar, Relation.Kind kind, boolean known) {
        Relation relation = new Relation(world.nameOfNew(rangeVar), kind, true, known);
        world.put(relation);
        return relation;
    }

    private void create(Tree statement) {
        QualifiedName name = world.nameOfNew(statement.child("relation"));
        if (statement.flag("if_not_exists") && world.find(name).isPresent()) {
            return;
        }
        boolean partitioned = !statement.child("partspec").isNone();
        boolean simple = statement.list("inhRelations").isEmpty()
                && statement.list("tableElts").stream().noneMatch(it -> it.is("TableLikeClause"));
        Relation table = make(
                statement.child("relation"),
                partitioned ? Relation.Kind.PARTITIONED_TABLE : Relation.Kind.TABLE,
                simple);
        table.logged(!statement.child("relation").text("relpersistence").equals("u"));
        for (Tree parent : statement.list("inhRelations")) {
            table.joins(world.name(parent), !statement.child("partbound").isNone());
            if (statement.child("partbound").flag("is_default")) {
                table.defaultPartition();
            }
        }
        for (Tree element : statement.list("tableElts")) {
            if (element.is("ColumnDef")) {
                column(table, element);
            } else if (element.is("Constraint")) {
                key(table, element, List.of());
            }
        }
        table.dividedBy(statement.child("partspec").list("partParams").stream()
                .map(it -> it.text("name"))
                .filter(column -> !column.isEmpty())
                .toList());
    }

    private void createAs(Tree statement) {
        Tree into = statement.child("into").child("rel");
        boolean materialized = statement.text("objtype").equals("OBJECT_MATVIEW");
        if (!(statement.flag("if_not_exists")
                && world.find(world.nameOfNew(into)).isPresent())) {
            make(into, materialized ? Relation.Kind.MATERIALIZED_VIEW : Relation.Kind.TABLE, false);
        }
    }

    private void column(Relation table, Tree definition) {
        String name = definition.text("colname");
        boolean serial = Types.isSerial(definition.child("typeName"));
        boolean notNull = serial;
        boolean defaulted = serial;
        boolean identity = false;
        boolean stored = false;
        Optional<Set<String>> computed = Optional.empty();
        for (Tree constraint : definition.list("constraints")) {
            switch (constraint.text("contype")) {
                case "CONSTR_NOTNULL" -> notNull = true;
                case "CONSTR_DEFAULT" -> defaulted = true;
                case "CONSTR_IDENTITY" -> {
                    identity = true;
                    notNull = true;
                }
                case "CONSTR_GENERATED" -> {
                    computed = Optional.of(columns(constraint.child("raw_expr")));
                    stored = !constraint.text("generated_kind").equals("v");
                }
                case "CONSTR_PRIMARY" -> notNull = true;
                default -> {
                    // Below.
                }
            }
        }
        table.put(new Relation.Column(
                name,
                Types.format(definition.child("typeName")),
                collation(definition),
                notNull,
                defaulted,
                identity,
                computed,
                stored));
        definition.list("constraints").forEach(constraint -> key(table, constraint, List.of(name)));
        if (serial || identity) {
            Relation sequence = new Relation(
                    new QualifiedName(table.name().schema(), table.name().name() + "_" + name + "_seq"),
                    Relation.Kind.SEQUENCE,
                    true,
                    true);
            sequence.belongsTo(table.name(), name);
            world.put(sequence);
        }
    }

    private static String collation(Tree definition) {
        return String.join(".", definition.child("collClause").names("collname"));
    }

    private static Set<String> columns(Tree expression) {
        Set<String> columns = new HashSet<>();
        expression.walk(node -> {
            if (node.is("ColumnRef") && !node.names("fields").isEmpty()) {
                columns.add(node.names("fields").getLast());
            }
        });
        return columns;
    }

    /** {@code own} is the column that a constraint is written beside. */
    private void key(Relation table, Tree constraint, List<String> own) {
        switch (constraint.text("contype")) {
            case "CONSTR_PRIMARY" -> unique(table, constraint, own, Constraint.Type.PRIMARY_KEY, "pkey");
            case "CONSTR_UNIQUE" -> unique(table, constraint, own, Constraint.Type.UNIQUE, "key");
            case "CONSTR_EXCLUSION" -> unique(table, constraint, own, Constraint.Type.EXCLUDE, "excl");
            case "CONSTR_CHECK" -> check(table, constraint, own);
            case "CONSTR_FOREIGN" -> foreign(table, constraint, own);
            case "CONSTR_NOTNULL" -> constraint.names("keys").forEach(column -> notNull(table, column, true));
            default -> {
                // Not a constraint of its own.
            }
        }
    }

    private void unique(Relation table, Tree constraint, List<String> own, Constraint.Type type, String suffix) {
        List<String> columns = new ArrayList<>(own);
        columns.addAll(constraint.names("keys"));
        String existing = constraint.text("indexname");
        String name = constraint.text("conname");
        if (name.isEmpty()) {
            name = existing.isEmpty() ? generated(table, columns, suffix, type) : existing;
        }
        QualifiedName index = new QualifiedName(table.name().schema(), name);
        if (!existing.isEmpty()) {
            QualifiedName was = new QualifiedName(table.name().schema(), existing);
            table.indexes().stream()
                    .filter(it -> it.name().equals(was))
                    .findFirst()
                    .ifPresent(it -> columns.addAll(it.columns()));
            table.removeIndex(was);
            world.remove(was);
        }
        Set<String> all = new HashSet<>(columns);
        all.addAll(constraint.names("including"));
        table.put(new Relation.Index(
                index,
                type == Constraint.Type.EXCLUDE ? constraint.text("access_method") : "btree",
                columns,
                all,
                false,
                type != Constraint.Type.EXCLUDE,
                Optional.empty()));
        putIndex(index, table);
        table.put(new Relation.Key(
                name, type, columns, true, Optional.empty(), List.of(), "", Optional.of(index), false));
        if (type == Constraint.Type.PRIMARY_KEY) {
            columns.forEach(column -> notNull(table, column, true));
        }
    }

    private void putIndex(QualifiedName name, Relation table) {
        Relation index = new Relation(name, Relation.Kind.INDEX, true, true);
        index.belongsTo(table.name());
        world.put(index);
    }

    /** As {@code ChooseIndexName} has it, where nothing else has the name. */
    private static String generated(Relation table, List<String> columns, String suffix, Constraint.Type type) {
        String middle = type == Constraint.Type.PRIMARY_KEY ? "" : "_" + String.join("_", columns);
        return table.name().name() + middle + "_" + suffix;
    }

    private void check(Relation table, Tree constraint, List<String> own) {
        Set<String> columns = columns(constraint.child("raw_expr"));
        String name = constraint.text("conname");
        if (name.isEmpty()) {
            name = table.name().name()
                    + (columns.size() == 1 ? "_" + columns.iterator().next() : "") + "_check";
        }
        // In CREATE TABLE there are no rows that a check could be not valid for.
        boolean validated = !constraint.flag("skip_validation") || !own.isEmpty();
        table.put(new Relation.Key(
                name,
                Constraint.Type.CHECK,
                List.copyOf(columns),
                validated,
                Optional.empty(),
                List.of(),
                expression(constraint),
                Optional.empty(),
                constraint.flag("is_no_inherit")));
    }

    /** The text of a check, from its parenthesis to the one that closes it. */
    private String expression(Tree constraint) {
        int from = text.indexOf('(', Math.min(text.length(), constraint.at().orElse(0)));
        if (from < 0) {
            return "";
        }
        int depth = 0;
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')' && --depth == 0) {
                return text.substring(from, i + 1);
            }
        }
        return "";
    }

    private void foreign(Relation table, Tree constraint, List<String> own) {
        List<String> columns = new ArrayList<>(own);
        columns.addAll(constraint.names("fk_attrs"));
        String name = constraint.text("conname");
        if (name.isEmpty()) {
            name = table.name().name() + "_" + String.join("_", columns) + "_fkey";
        }
        table.put(new Relation.Key(
                name,
                Constraint.Type.FOREIGN_KEY,
                columns,
                !constraint.flag("skip_validation"),
                Optional.of(world.name(constraint.child("pktable"))),
                constraint.names("pk_attrs"),
                "",
                Optional.empty(),
                false));
    }

    private static void notNull(Relation table, String column, boolean is) {
        table.column(column)
                .ifPresent(it -> table.put(new Relation.Column(
                        it.name(),
                        it.type(),
                        it.collation(),
                        is,
                        it.defaulted(),
                        it.identity(),
                        it.computed(),
                        it.stored())));
    }

    private void index(Tree statement) {
        Relation table = world.relation(statement.child("relation"));
        Set<String> columns = new HashSet<>();
        boolean computes = !statement.child("whereClause").isNone();
        List<Tree> all = new ArrayList<>(statement.list("indexParams"));
        all.addAll(statement.list("indexIncludingParams"));
        List<String> names = new ArrayList<>();
        for (Tree element : all) {
            String column = element.text("name");
            computes |= column.isEmpty();
            names.add(column.isEmpty() ? "expr" : column);
            columns.addAll(column.isEmpty() ? columns(element.child("expr")) : Set.of(column));
        }
        columns.addAll(columns(statement.child("whereClause")));
        String name = statement.text("idxname");
        if (name.isEmpty()) {
            name = table.name().name() + "_" + String.join("_", names) + "_idx";
        }
        QualifiedName qualified = new QualifiedName(table.name().schema(), name);
        if (statement.flag("if_not_exists") && world.find(qualified).isPresent()) {
            return;
        }
        table.put(new Relation.Index(
                qualified,
                statement.text("accessMethod"),
                statement.list("indexParams").stream().map(Course::indexKey).toList(),
                columns,
                computes,
                statement.flag("unique"),
                Optional.empty()));
        // Of a table of which nothing was known, this is.
        world.put(table);
        putIndex(qualified, table);
    }

    /** A column with what the statement says of it; what is the default is left out, as the catalog does. */
    private static String indexKey(Tree element) {
        String key = element.text("name").isEmpty() ? "(expression)" : element.text("name");
        if (!element.list("opclass").isEmpty()) {
            key += " " + element.names("opclass").getLast();
        }
        if (!element.list("collation").isEmpty()) {
            key += " COLLATE " + element.names("collation").getLast();
        }
        if (element.text("ordering").equals("SORTBY_DESC")) {
            key += " DESC";
        }
        return element.text("nulls_ordering").equals("SORTBY_NULLS_DEFAULT")
                ? key
                : key + element.text("nulls_ordering").replace("SORTBY_NULLS_", " NULLS ");
    }

    private void domain(Tree statement) {
        List<String> names = statement.names("domainname");
        boolean constrained = statement.list("constraints").stream()
                .map(it -> it.text("contype"))
                .anyMatch(type -> type.equals("CONSTR_CHECK") || type.equals("CONSTR_NOTNULL"));
        world.putDomain(world.name(names), new World.Domain(Types.format(statement.child("typeName")), constrained));
    }

    private void function(Tree statement) {
        String volatility = statement.list("options").stream()
                .filter(option -> option.text("defname").equals("volatility"))
                .map(option -> option.child("arg").text("sval"))
                .findFirst()
                .orElse("volatile");
        world.putVolatility(statement.names("funcname").getLast(), volatility.equals("volatile"));
    }

    private void alter(Tree statement) {
        Relation table = world.relation(statement.child("relation"));
        // What statements tell of a relation is known from then on.
        world.put(table);
        for (Tree command : statement.list("cmds")) {
            String name = command.text("name");
            Tree def = command.child("def");
            switch (command.text("subtype").replaceFirst("^AT_", "")) {
                case "AddColumn" -> column(table, def);
                case "DropColumn" -> {
                    table.removeColumn(name);
                    List.copyOf(table.indexes()).stream()
                            .filter(index -> index.columns().contains(name))
                            .forEach(index -> table.removeIndex(index.name()));
                    List.copyOf(table.keys()).stream()
                            .filter(key -> key.columns().contains(name))
                            .forEach(key -> table.removeKey(key.name()));
                }
                case "AlterColumnType" -> retype(table, name, def);
                case "SetNotNull" -> notNull(table, name, true);
                case "DropNotNull" -> notNull(table, name, false);
                case "ColumnDefault" -> defaulted(table, name, !def.isNone());
                case "AddConstraint" -> key(table, def, List.of());
                case "DropConstraint" -> {
                    table.key(name).flatMap(Relation.Key::index).ifPresent(index -> {
                        table.removeIndex(index);
                        world.remove(index);
                    });
                    table.removeKey(name);
                }
                case "ValidateConstraint" -> validated(table, name);
                case "SetLogged" -> table.logged(true);
                case "SetUnLogged" -> table.logged(false);
                case "AttachPartition" -> {
                    Relation part = world.relation(def.child("name"));
                    part.joins(table.name(), true);
                    if (def.child("bound").flag("is_default")) {
                        part.defaultPartition();
                    }
                    world.put(part);
                }
                case "DetachPartition", "DetachPartitionFinalize" ->
                    world.relation(def.child("name")).leaves(table.name());
                case "AddInherit" -> table.joins(world.name(def), false);
                case "DropInherit" -> table.leaves(world.name(def));
                default -> {
                    // Tells nothing that anybody asks for.
                }
            }
        }
    }

    private static void retype(Relation table, String name, Tree def) {
        Optional<Relation.Column> was = table.column(name);
        table.put(new Relation.Column(
                name,
                Types.format(def.child("typeName")),
                collation(def),
                was.map(Relation.Column::notNull).orElse(false),
                was.map(Relation.Column::defaulted).orElse(false),
                was.map(Relation.Column::identity).orElse(false),
                was.flatMap(Relation.Column::computed),
                was.map(Relation.Column::stored).orElse(false)));
    }

    private static void defaulted(Relation table, String column, boolean is) {
        table.column(column)
                .ifPresent(it -> table.put(new Relation.Column(
                        it.name(),
                        it.type(),
                        it.collation(),
                        it.notNull(),
                        is,
                        it.identity(),
                        it.computed(),
                        it.stored())));
    }

    private static void validated(Relation table, String name) {
        table.key(name)
                .ifPresent(key -> table.put(new Relation.Key(
                        key.name(),
                        key.type(),
                        key.columns(),
                        true,
                        key.references(),
                        key.pointed(),
                        key.expression(),
                        key.index(),
                        key.noInherit())));
    }

    private void rename(Tree statement) {
        QualifiedName name = world.name(statement.child("relation"));
        String other = statement.text("newname");
        switch (statement.text("renameType")) {
            case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE", "OBJECT_INDEX" ->
                moved(name, new QualifiedName(name.schema(), other));
            case "OBJECT_COLUMN" -> {
                Relation table = world.relation(name);
                table.column(statement.text("subname")).ifPresent(it -> {
                    table.removeColumn(it.name());
                    table.put(new Relation.Column(
                            other,
                            it.type(),
                            it.collation(),
                            it.notNull(),
                            it.defaulted(),
                            it.identity(),
                            it.computed(),
                            it.stored()));
                });
            }
            case "OBJECT_TABCONSTRAINT" -> {
                Relation table = world.relation(name);
                table.key(statement.text("subname")).ifPresent(key -> {
                    table.removeKey(key.name());
                    table.put(new Relation.Key(
                            other,
                            key.type(),
                            key.columns(),
                            key.validated(),
                            key.references(),
                            key.pointed(),
                            key.expression(),
                            key.index(),
                            key.noInherit()));
                });
            }
            default -> {
                // Of no relation.
            }
        }
    }

    private void move(Tree statement) {
        Tree relation = statement.child("relation");
        if (!relation.isNone()) {
            QualifiedName name = world.name(relation);
            moved(name, new QualifiedName(statement.text("newschema"), name.name()));
        }
    }

    private void moved(QualifiedName from, QualifiedName to) {
        world.find(from).ifPresent(relation -> {
            world.remove(from);
            relation.rename(to);
            world.put(relation);
            relation.owner().map(world::relation).ifPresent(table -> List.copyOf(table.indexes()).stream()
                    .filter(index -> index.name().equals(from))
                    .forEach(index -> {
                        table.removeIndex(from);
                        table.put(new Relation.Index(
                                to,
                                index.method(),
                                index.keys(),
                                index.columns(),
                                index.computes(),
                                index.unique(),
                                index.parent()));
                    }));
        });
    }

    private void drop(Tree statement) {
        switch (statement.text("removeType")) {
            case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE", "OBJECT_INDEX" -> {
                for (Tree object : statement.list("objects")) {
                    QualifiedName name = world.name(object.names("items"));
                    world.find(name)
                            .flatMap(Relation::owner)
                            .map(world::relation)
                            .ifPresent(table -> table.removeIndex(name));
                    world.remove(name);
                }
            }
            default -> {
                // Of no relation.
            }
        }
    }

    private void set(Tree statement) {
        if (!statement.text("name").equals("search_path")) {
            return;
        }
        List<String> schemas = new ArrayList<>();
        for (Tree argument : statement.list("args")) {
            String schema = argument.child("sval").text("sval");
            if (!schema.isEmpty() && !schema.equals("$user")) {
                schemas.add(schema);
            }
        }
        world.searchPath(schemas);
    }
}
