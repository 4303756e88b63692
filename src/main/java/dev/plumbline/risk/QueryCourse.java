package dev.plumbline.risk;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What queries make: tables, views, and nothing. */
final class QueryCourse {
    private final World world;

    QueryCourse(World world) {
        this.world = world;
    }

    void run(Tree statement) {
        switch (statement.kind()) {
            case "CreateTableAsStmt" -> {
                Tree into = statement.child("into");
                boolean materialized = statement.text("objtype").equals("OBJECT_MATVIEW");
                make(
                        into.child("rel"),
                        materialized ? Relation.Kind.MATERIALIZED_VIEW : Relation.Kind.TABLE,
                        statement.child("query"),
                        into.names("colNames"),
                        statement.flag("if_not_exists"));
            }
            case "ViewStmt" ->
                make(
                        statement.child("view"),
                        Relation.Kind.VIEW,
                        statement.child("query"),
                        statement.names("aliases"),
                        false);
            case "SelectStmt" -> {
                Tree into = statement.child("intoClause");
                if (!into.isNone()) {
                    make(into.child("rel"), Relation.Kind.TABLE, statement, into.names("colNames"), false);
                }
                statement.list("targetList").forEach(this::setting);
            }
            default -> throw new IllegalArgumentException(statement.kind());
        }
    }

    private void make(Tree named, Relation.Kind kind, Tree query, List<String> names, boolean unlessThere) {
        QualifiedName name = world.nameOfNew(named);
        Optional<Relation> was = world.find(name);
        if (unlessThere && was.isPresent()) {
            return;
        }
        Optional<List<Relation.Column>> columns = new QueryColumns(world).of(query);
        Relation relation = new Relation(name, kind, was.map(Relation::fresh).orElse(true), columns.isPresent());
        relation.logged(!named.text("relpersistence").equals("u"));
        List<Relation.Column> all = columns.orElse(List.of());
        for (int i = 0; i < all.size(); i++) {
            Relation.Column column = i < names.size() ? all.get(i).named(names.get(i)) : all.get(i);
            boolean defaulted = was.flatMap(it -> it.column(column.name()))
                    .filter(Relation.Column::defaulted)
                    .isPresent();
            relation.put(column.withDefault(defaulted));
        }
        world.put(relation);
        if (kind != Relation.Kind.TABLE) {
            world.forget(relation.id());
            world.add(relation.id());
            new Mentions(world).in(query).forEach(need -> world.needs(relation.id(), need));
        }
    }

    /** {@code pg_dump} sets the search path in this way. */
    private void setting(Tree target) {
        Tree call = target.child("val");
        if (!call.is("FuncCall") || !call.names("funcname").getLast().equals("set_config")) {
            return;
        }
        List<String> arguments = new ArrayList<>();
        call.list("args").forEach(it -> arguments.add(it.child("sval").text("sval")));
        if (arguments.size() == 3 && arguments.getFirst().equals("search_path")) {
            List<String> schemas =
                    new ArrayList<>(List.of(arguments.get(1).replace("\"", "").split(", *", -1)));
            schemas.removeIf(it -> it.isEmpty() || it.equals("$user"));
            world.searchPath(schemas);
        }
    }
}
