package dev.plumbline.risk;

import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Locale;

/** What an expression's column is called where nobody names it: {@code FigureColname} ({@code parse_target.c}, PostgreSQL 18). */
final class QueryNames {
    /** How sure a name is: that of a type or a construct gives way to any that is found further in. */
    private record Name(String text, boolean sure) {
        static final Name NONE = new Name("", false);
    }

    private QueryNames() {}

    /** The name, or {@code otherwise} where there is none. */
    static String of(Tree expression, String otherwise) {
        String name = name(expression).text();
        return name.isEmpty() ? otherwise : name;
    }

    private static Name name(Tree node) {
        return switch (node.kind()) {
            case "ColumnRef" -> last(node.names("fields"));
            case "A_Indirection" -> {
                Name field = last(node.names("indirection"));
                yield field.text().isEmpty() ? name(node.child("arg")) : field;
            }
            case "FuncCall" -> last(node.names("funcname"));
            case "A_Expr" -> node.text("kind").equals("AEXPR_NULLIF") ? new Name("nullif", true) : Name.NONE;
            case "TypeCast" -> {
                Name inner = name(node.child("arg"));
                yield inner.sure()
                        ? inner
                        : new Name(last(node.child("typeName").names("names")).text(), false);
            }
            case "CollateClause" -> name(node.child("arg"));
            case "GroupingFunc" -> new Name("grouping", true);
            case "SubLink" -> subquery(node);
            case "CaseExpr" -> {
                Name inner = name(node.child("defresult"));
                yield inner.sure() ? inner : new Name("case", false);
            }
            case "A_ArrayExpr" -> new Name("array", true);
            case "RowExpr" -> new Name("row", true);
            case "CoalesceExpr" -> new Name("coalesce", true);
            case "MinMaxExpr" -> new Name(node.text("op").equals("IS_LEAST") ? "least" : "greatest", true);
            case "SQLValueFunction" -> new Name(value(node.text("op")), true);
            case "XmlExpr" -> new Name("xmlelement", true);
            default -> Name.NONE;
        };
    }

    private static Name last(List<String> names) {
        return names.isEmpty() ? Name.NONE : new Name(names.getLast(), true);
    }

    private static Name subquery(Tree link) {
        return switch (link.text("subLinkType")) {
            case "EXISTS_SUBLINK" -> new Name("exists", true);
            case "ARRAY_SUBLINK" -> new Name("array", true);
            case "EXPR_SUBLINK" -> {
                List<Tree> targets = link.child("subselect").list("targetList");
                if (targets.isEmpty()) {
                    yield Name.NONE;
                }
                String given = targets.getFirst().text("name");
                yield given.isEmpty() ? name(targets.getFirst().child("val")) : new Name(given, true);
            }
            default -> Name.NONE;
        };
    }

    /** Such as {@code SVFOP_CURRENT_TIMESTAMP_N}. */
    private static String value(String op) {
        return op.toLowerCase(Locale.ROOT).replaceFirst("^svfop_", "").replaceFirst("_n$", "");
    }
}
