package dev.plumbline.rows;

import dev.plumbline.sql.Identifiers;
import dev.plumbline.sql.grammar.Grammar;
import dev.plumbline.sql.grammar.SyntaxError;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads what checks say of single columns: that it is one of some values, not below or above one, or so long. What is not understood is
 * left out: a row is held to the whole check once it is made.
 */
final class Checks {
    private static final Set<String> LENGTHS = Set.of("length", "char_length", "character_length", "octet_length");

    /** What a domain's check calls its value. */
    static final String VALUE = "value";

    private final Grammar grammar = new Grammar();

    /** By column. {@code condition} is what stands in the parentheses of {@code CHECK (…)}. */
    Map<String, Narrowing> read(String condition) {
        Map<String, Narrowing> found = new HashMap<>();
        try {
            Tree select = grammar.parseOne("SELECT WHERE (" + condition + ")");
            and(select.child("whereClause"), found);
        } catch (SyntaxError e) {
            // The grammar is that of the newest PostgreSQL, the check one that a server wrote; it holds for the rows
            // all the same.
            return Map.of();
        }
        return found;
    }

    private void and(Tree condition, Map<String, Narrowing> found) {
        if (condition.is("BoolExpr") && condition.text("boolop").equals("AND_EXPR")) {
            condition.list("args").forEach(part -> and(part, found));
            return;
        }
        if (condition.is("BoolExpr") && condition.text("boolop").equals("OR_EXPR")) {
            or(condition.list("args"), found);
            return;
        }
        if (condition.is("A_Expr")) {
            expression(condition, found);
        }
    }

    /** {@code a = 1 OR a = 2}, and {@code a IS NULL OR …}. */
    private void or(List<Tree> parts, Map<String, Narrowing> found) {
        List<Tree> others = parts.stream().filter(part -> !part.is("NullTest")).toList();
        if (others.size() == 1) {
            and(others.getFirst(), found);
            return;
        }
        Map<String, List<String>> allowed = new HashMap<>();
        for (Tree part : others) {
            Map<String, Narrowing> of = new HashMap<>();
            and(part, of);
            of.forEach((column, narrowing) ->
                    allowed.computeIfAbsent(column, _ -> new ArrayList<>()).addAll(narrowing.allowed()));
            if (of.size() != 1 || of.values().iterator().next().allowed().isEmpty()) {
                return;
            }
        }
        if (allowed.size() == 1) {
            allowed.forEach((column, values) ->
                    put(found, column, new Narrowing(values, Optional.empty(), Optional.empty(), OptionalInt.empty())));
        }
    }

    private static void expression(Tree expression, Map<String, Narrowing> found) {
        Tree left = bare(expression.child("lexpr"));
        Tree right = expression.child("rexpr");
        List<String> operator = expression.names("name");
        if (operator.size() != 1) {
            return;
        }
        switch (expression.text("kind")) {
            case "AEXPR_OP" -> {
                Optional<String> literal = literal(right);
                if (literal.isEmpty()) {
                    return;
                }
                if (left.is("FuncCall")
                        && LENGTHS.contains(left.names("funcname").getLast())
                        && left.list("args").size() == 1) {
                    length(left.list("args").getFirst(), operator.getFirst(), literal.get(), found);
                } else {
                    column(left).ifPresent(column -> compared(operator.getFirst(), literal.get())
                            .ifPresent(narrowing -> put(found, column, narrowing)));
                }
            }
            case "AEXPR_OP_ANY", "AEXPR_IN" -> {
                Tree list = right.is("TypeCast") ? right.child("arg") : right;
                List<Optional<String>> values = (list.is("A_ArrayExpr") ? list.list("elements") : list.list("items"))
                        .stream().map(Checks::literal).toList();
                if (operator.getFirst().equals("=")
                        && !values.isEmpty()
                        && values.stream().allMatch(Optional::isPresent)) {
                    column(left)
                            .ifPresent(column -> put(
                                    found,
                                    column,
                                    new Narrowing(
                                            values.stream()
                                                    .flatMap(Optional::stream)
                                                    .toList(),
                                            Optional.empty(),
                                            Optional.empty(),
                                            OptionalInt.empty())));
                }
            }
            case "AEXPR_BETWEEN" -> {
                List<Tree> bounds = right.list("items");
                if (bounds.size() == 2) {
                    column(left)
                            .ifPresent(column -> put(
                                    found,
                                    column,
                                    new Narrowing(
                                            List.of(),
                                            literal(bounds.get(0)),
                                            literal(bounds.get(1)),
                                            OptionalInt.empty())));
                }
            }
            default -> {
                // Says nothing that values can be chosen by.
            }
        }
    }

    private static Optional<Narrowing> compared(String operator, String literal) {
        return switch (operator) {
            case "=" ->
                Optional.of(new Narrowing(List.of(literal), Optional.empty(), Optional.empty(), OptionalInt.empty()));
            case ">", ">=" ->
                Optional.of(new Narrowing(List.of(), Optional.of(literal), Optional.empty(), OptionalInt.empty()));
            case "<", "<=" ->
                Optional.of(new Narrowing(List.of(), Optional.empty(), Optional.of(literal), OptionalInt.empty()));
            default -> Optional.empty();
        };
    }

    private static void length(Tree argument, String operator, String literal, Map<String, Narrowing> found) {
        if (!literal.matches("\\d{1,9}")) {
            return;
        }
        int number = Integer.parseInt(literal);
        OptionalInt longest =
                switch (operator) {
                    case "<=", "=" -> OptionalInt.of(number);
                    case "<" -> OptionalInt.of(number - 1);
                    default -> OptionalInt.empty();
                };
        column(argument)
                .ifPresent(column ->
                        put(found, column, new Narrowing(List.of(), Optional.empty(), Optional.empty(), longest)));
    }

    private static void put(Map<String, Narrowing> found, String column, Narrowing narrowing) {
        found.merge(column, narrowing, Narrowing::and);
    }

    private static Tree bare(Tree expression) {
        Tree bare = expression;
        while (bare.is("TypeCast") || bare.is("CollateClause")) {
            bare = bare.child("arg");
        }
        return bare;
    }

    private static Optional<String> column(Tree expression) {
        Tree bare = bare(expression);
        List<String> fields = bare.names("fields");
        return bare.is("ColumnRef") && !fields.isEmpty() ? Optional.of(fields.getLast()) : Optional.empty();
    }

    /** Numbers as they are, all else in quotes. */
    private static Optional<String> literal(Tree expression) {
        Tree constant = bare(expression);
        if (constant.is("A_Expr")
                && constant.child("lexpr").isNone()
                && constant.names("name").equals(List.of("-"))) {
            return literal(constant.child("rexpr")).map(number -> "-" + number);
        }
        if (!constant.is("A_Const") || constant.flag("isnull")) {
            return Optional.empty();
        }
        if (constant.has("sval")) {
            return Optional.of(Identifiers.quoteLiteral(constant.child("sval").text("sval")));
        }
        if (constant.has("fval")) {
            return Optional.of(constant.child("fval").text("fval"));
        }
        if (constant.has("boolval")) {
            return Optional.of(String.valueOf(constant.child("boolval").flag("boolval")));
        }
        return Optional.of(String.valueOf(constant.child("ival").number("ival")));
    }
}
