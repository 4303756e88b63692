package dev.plumbline.risk;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns of a query's result, where names and types can be told from the relations that it reads; else nothing. */
final class QueryColumns {
    private static final String UNKNOWN = "text";

    /** Functions of {@code pg_catalog} that have one type of result, whatever they are given. */
    private static final Map<String, String> RESULTS = Map.ofEntries(
            Map.entry("count", "bigint"),
            Map.entry("row_number", "bigint"),
            Map.entry("rank", "bigint"),
            Map.entry("dense_rank", "bigint"),
            Map.entry("now", "timestamp with time zone"),
            Map.entry("to_char", "text"),
            Map.entry("concat", "text"),
            Map.entry("concat_ws", "text"),
            Map.entry("md5", "text"),
            Map.entry("length", "integer"),
            Map.entry("array_length", "integer"),
            Map.entry("jsonb_build_object", "jsonb"),
            Map.entry("json_build_object", "json"),
            Map.entry("jsonb_agg", "jsonb"),
            Map.entry("json_agg", "json"),
            Map.entry("to_jsonb", "jsonb"),
            Map.entry("string_agg", "text"),
            Map.entry("bool_or", "boolean"),
            Map.entry("bool_and", "boolean"),
            Map.entry("gen_random_uuid", "uuid"),
            Map.entry("random", "double precision"));

    /** Functions whose result is of the type of what they are given. */
    private static final Set<String> OF_ARGUMENT = Set.of("min", "max");

    private final World world;
    private final Map<String, List<Relation.Column>> named = new HashMap<>();

    QueryColumns(World world) {
        this.world = world;
    }

    /** What stands in FROM: columns by the name that they are called with. */
    private record Source(String name, List<Relation.Column> columns) {}

    Optional<List<Relation.Column>> of(Tree query) {
        if (!query.is("SelectStmt") || !query.list("valuesLists").isEmpty()) {
            return Optional.empty();
        }
        for (Tree with : query.child("withClause").list("ctes")) {
            Optional<List<Relation.Column>> columns = of(with.child("ctequery"));
            if (columns.isEmpty() || query.child("withClause").flag("recursive")) {
                return Optional.empty();
            }
            named.put(with.text("ctename"), renamed(columns.get(), with.names("aliascolnames")));
        }
        if (!query.text("op").isEmpty() && !query.text("op").equals("SETOP_NONE")) {
            return union(of(query.child("larg")), of(query.child("rarg")));
        }
        List<Source> sources = new ArrayList<>();
        for (Tree item : query.list("fromClause")) {
            if (!from(item, sources)) {
                return Optional.empty();
            }
        }
        List<Relation.Column> columns = new ArrayList<>();
        for (Tree target : query.list("targetList")) {
            if (!target(target, sources, columns)) {
                return Optional.empty();
            }
        }
        Set<String> names = new HashSet<>();
        return columns.stream().allMatch(column -> names.add(column.name())) ? Optional.of(columns) : Optional.empty();
    }

    /** Of types that differ the one that both can be made into is not told. */
    private static Optional<List<Relation.Column>> union(
            Optional<List<Relation.Column>> left, Optional<List<Relation.Column>> right) {
        boolean same = left.isPresent()
                && right.isPresent()
                && left.get().stream()
                        .map(Relation.Column::type)
                        .toList()
                        .equals(right.get().stream().map(Relation.Column::type).toList());
        return same ? left : Optional.empty();
    }

    private static List<Relation.Column> renamed(List<Relation.Column> columns, List<String> names) {
        List<Relation.Column> renamed = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            renamed.add(i < names.size() ? columns.get(i).named(names.get(i)) : columns.get(i));
        }
        return renamed;
    }

    private boolean from(Tree item, List<Source> sources) {
        String alias = item.child("alias").text("aliasname");
        List<String> names = item.child("alias").names("colnames");
        return switch (item.kind()) {
            case "RangeVar" -> {
                String name = alias.isEmpty() ? item.text("relname") : alias;
                if (item.text("schemaname").isEmpty() && named.containsKey(item.text("relname"))) {
                    sources.add(new Source(name, renamed(named.get(item.text("relname")), names)));
                    yield true;
                }
                QualifiedName relation = world.name(item);
                Optional<Relation> found = world.find(relation).filter(Relation::known);
                found.ifPresent(it -> sources.add(new Source(name, renamed(List.copyOf(it.columns()), names))));
                yield found.isPresent();
            }
            case "RangeSubselect" -> {
                Optional<List<Relation.Column>> columns = new QueryColumns(world).of(item.child("subquery"));
                columns.ifPresent(it -> sources.add(new Source(alias, renamed(it, names))));
                yield columns.isPresent();
            }
            case "JoinExpr" -> {
                // What USING and NATURAL make of columns that both sides have is not followed.
                yield item.list("usingClause").isEmpty()
                        && !item.flag("isNatural")
                        && alias.isEmpty()
                        && from(item.child("larg"), sources)
                        && from(item.child("rarg"), sources);
            }
            default -> false;
        };
    }

    private boolean target(Tree target, List<Source> sources, List<Relation.Column> columns) {
        Tree value = target.child("val");
        String given = target.text("name");
        boolean star = value.is("ColumnRef")
                && value.list("fields").size() > value.names("fields").size();
        if (star) {
            List<String> of = value.names("fields");
            List<Source> meant = sources.stream()
                    .filter(source -> of.isEmpty() || source.name().equals(of.getLast()))
                    .toList();
            meant.forEach(source -> source.columns().forEach(column -> columns.add(bare(column))));
            return !meant.isEmpty();
        }
        Optional<Relation.Column> column = column(value, sources);
        column.ifPresent(it -> columns.add(it.named(given.isEmpty() ? QueryNames.of(value, "?column?") : given)));
        return column.isPresent();
    }

    private static Relation.Column bare(Relation.Column column) {
        return Relation.Column.of(column.name(), column.type()).typed(column.type(), column.collation());
    }

    private Optional<Relation.Column> column(Tree value, List<Source> sources) {
        if (value.is("ColumnRef")) {
            List<String> names = value.names("fields");
            List<Relation.Column> found = sources.stream()
                    .filter(source -> names.size() == 1 || source.name().equals(names.get(names.size() - 2)))
                    .flatMap(source -> source.columns().stream())
                    .filter(it -> it.name().equals(names.getLast()))
                    .toList();
            return found.size() == 1 ? Optional.of(bare(found.getFirst())) : Optional.empty();
        }
        return type(value, sources).map(type -> Relation.Column.of("", type));
    }

    private Optional<String> type(Tree value, List<Source> sources) {
        return switch (value.kind()) {
            case "ColumnRef" -> column(value, sources).map(Relation.Column::type);
            case "TypeCast" -> Optional.of(Types.format(value.child("typeName"), world));
            case "A_Const" -> constant(value);
            case "NullTest", "BoolExpr", "BooleanTest" -> Optional.of("boolean");
            case "SubLink" ->
                value.text("subLinkType").equals("EXISTS_SUBLINK") ? Optional.of("boolean") : Optional.empty();
            case "A_Expr" -> {
                String operator =
                        value.names("name").isEmpty() ? "" : value.names("name").getLast();
                yield Set.of("=", "<>", "<", ">", "<=", ">=").contains(operator)
                                && value.text("kind").equals("AEXPR_OP")
                        ? Optional.of("boolean")
                        : Optional.empty();
            }
            case "FuncCall" -> {
                String name = value.names("funcname").getLast();
                yield OF_ARGUMENT.contains(name) && value.list("args").size() == 1
                        ? type(value.list("args").getFirst(), sources).filter(it -> !it.contains("char"))
                        : Optional.ofNullable(RESULTS.get(name));
            }
            case "CoalesceExpr" -> {
                List<Optional<String>> types = value.list("args").stream()
                        .filter(it -> !(it.is("A_Const") && it.child("sval").has("sval")))
                        .map(it -> type(it, sources))
                        .distinct()
                        .toList();
                yield types.size() == 1 ? types.getFirst().filter(it -> !it.contains("(")) : Optional.empty();
            }
            case "SQLValueFunction" ->
                value.text("op").equals("SVFOP_CURRENT_TIMESTAMP")
                        ? Optional.of("timestamp with time zone")
                        : value.text("op").equals("SVFOP_CURRENT_DATE") ? Optional.of("date") : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<String> constant(Tree value) {
        if (value.flag("isnull") || value.child("sval").has("sval")) {
            return Optional.of(UNKNOWN);
        }
        if (value.has("boolval")) {
            return Optional.of("boolean");
        }
        return value.has("ival") ? Optional.of("integer") : Optional.of("numeric");
    }
}
