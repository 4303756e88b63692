package dev.plumbline.risk;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is known after a statement, of what was known before it: one class for each kind of statement does it. */
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
            case "CreateStmt" -> new TableCourse(world, text).create(statement, Relation.Kind.TABLE);
            case "CreateForeignTableStmt" ->
                new TableCourse(world, text).create(statement.child("base"), Relation.Kind.FOREIGN_TABLE);
            case "CreateTableAsStmt", "SelectStmt", "ViewStmt" -> new QueryCourse(world).run(statement);
            case "CreateSchemaStmt" -> schema(statement);
            case "IndexStmt" -> new IndexCourse(world, text).create(statement);
            case "CreateSeqStmt", "AlterSeqStmt" -> new SequenceCourse(world).run(statement);
            case "CompositeTypeStmt",
                    "CreateEnumStmt",
                    "CreateRangeStmt",
                    "DefineStmt",
                    "CreateDomainStmt",
                    "AlterDomainStmt" -> new TypeCourse(world).run(statement);
            case "CreateFunctionStmt" -> function(statement);
            case "CreateTrigStmt" -> trigger(statement);
            case "CreatePolicyStmt" -> part(ObjectKind.POLICY, statement, "table", "policy_name");
            case "RuleStmt" -> part(ObjectKind.RULE, statement, "relation", "rulename");
            case "CreateStatsStmt" -> statistics(statement);
            case "AlterTableStmt" -> new AlterCourse(world, text).run(statement);
            case "RenameStmt" -> new RenameCourse(world).rename(statement);
            case "AlterObjectSchemaStmt" -> new RenameCourse(world).move(statement);
            case "DropStmt" -> new DropCourse(world).run(statement);
            case "VariableSetStmt" -> set(statement);
            default -> {
                // Tells nothing that anybody asks for.
            }
        }
    }

    /** What stands in it goes into the new schema, where it says nothing else. */
    private void schema(Tree statement) {
        String name = statement.text("schemaname");
        if (!name.isEmpty()) {
            world.add(ObjectId.of(ObjectKind.SCHEMA, new QualifiedName("", name)));
        }
        List<String> path = world.searchPath();
        List<String> within = new ArrayList<>(List.of(name));
        within.addAll(path);
        world.searchPath(within);
        statement.list("schemaElts").forEach(this::run);
        world.searchPath(path);
    }

    private void function(Tree statement) {
        String volatility = statement.list("options").stream()
                .filter(option -> option.text("defname").equals("volatility"))
                .map(option -> option.child("arg").text("sval"))
                .findFirst()
                .orElse("volatile");
        List<String> names = statement.names("funcname");
        world.putVolatility(names.getLast(), volatility.equals("volatile"));
        QualifiedName name = world.nameOfNew(names);
        String arguments = statement.list("parameters").stream()
                .filter(it -> !it.text("mode").equals("FUNC_PARAM_OUT")
                        && !it.text("mode").equals("FUNC_PARAM_TABLE"))
                .map(it -> Types.format(it.child("argType"), world))
                .collect(Collectors.joining(", ", "(", ")"));
        ObjectId id = ObjectId.of(
                statement.flag("is_procedure") ? ObjectKind.PROCEDURE : ObjectKind.FUNCTION,
                new QualifiedName(name.schema(), name.name() + arguments));
        world.forget(id);
        world.add(id);
        new Mentions(world).in(statement.child("sql_body")).forEach(need -> world.needs(id, need));
    }

    private void trigger(Tree statement) {
        Relation table = world.relation(statement.child("relation"));
        ObjectId id = new ObjectId(ObjectKind.TRIGGER, table.name(), statement.text("trigname"));
        world.forget(id);
        world.add(id);
        if (statement.flag("row")) {
            world.forEachRow(id);
        }
        List<String> names = statement.names("funcname");
        world.objects().stream()
                .filter(it ->
                        it.kind() == ObjectKind.FUNCTION && it.called().name().equals(names.getLast()))
                .toList()
                .forEach(function -> world.needs(id, function));
        new Mentions(world).in(statement.child("whenClause")).forEach(need -> world.needs(id, need));
        for (String column : statement.names("columns")) {
            world.needs(id, new ObjectId(ObjectKind.COLUMN, table.name(), column));
        }
    }

    private void part(ObjectKind kind, Tree statement, String table, String name) {
        ObjectId id = new ObjectId(kind, world.relation(statement.child(table)).name(), statement.text(name));
        world.forget(id);
        world.add(id);
        new Mentions(world).in(statement).forEach(need -> world.needs(id, need));
    }

    private void statistics(Tree statement) {
        List<String> names = statement.names("defnames");
        for (Tree range : statement.list("relations")) {
            Relation table = world.relation(range);
            List<String> columns = statement.list("exprs").stream()
                    .map(it -> it.text("name"))
                    .filter(it -> !it.isEmpty())
                    .toList();
            QualifiedName name = names.isEmpty()
                    ? new QualifiedName(
                            table.name().schema(),
                            new GeneratedNames(world).relation(table.name(), GeneratedNames.joined(columns), "stat"))
                    : world.nameOfNew(names);
            ObjectId id = ObjectId.of(ObjectKind.STATISTICS, name);
            world.add(id);
            columns.forEach(column -> world.needs(id, new ObjectId(ObjectKind.COLUMN, table.name(), column)));
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
        boolean given = statement.text("kind").equals("VAR_SET_VALUE");
        world.searchPath(given ? schemas : List.of("public"));
    }
}
