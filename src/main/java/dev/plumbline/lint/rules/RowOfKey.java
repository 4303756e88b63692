package dev.plumbline.lint.rules;

import dev.plumbline.model.Constraint;
import dev.plumbline.risk.Relation;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;

/** Whether a condition picks out single rows, by a key. */
final class RowOfKey {
    private RowOfKey() {}

    static boolean isIn(Tree condition, Relation table) {
        if (condition.is("BoolExpr") && condition.text("boolop").equals("AND_EXPR")) {
            return condition.list("args").stream().anyMatch(it -> isIn(it, table));
        }
        if (!condition.is("A_Expr")) {
            return false;
        }
        boolean equals = List.of("AEXPR_OP", "AEXPR_IN").contains(condition.text("kind"))
                && condition.names("name").equals(List.of("="));
        return equals && isKey(condition.child("lexpr"), table) && isGiven(condition);
    }

    private static boolean isKey(Tree expression, Relation table) {
        if (!expression.is("ColumnRef") || expression.names("fields").isEmpty()) {
            return false;
        }
        String column = expression.names("fields").getLast();
        // What nothing is known of is most often keyed by its id.
        return column.equals("id")
                || table.keys().stream()
                        .filter(key ->
                                key.type() == Constraint.Type.PRIMARY_KEY || key.type() == Constraint.Type.UNIQUE)
                        .anyMatch(key -> key.columns().contains(column));
    }

    /** One value, or a list of them. */
    private static boolean isGiven(Tree condition) {
        Tree right = condition.child("rexpr");
        return condition.text("kind").equals("AEXPR_IN")
                ? condition.child("rexpr").list("items").stream().allMatch(RowOfKey::isValue)
                : isValue(right);
    }

    private static boolean isValue(Tree expression) {
        return expression.is("A_Const") || (expression.is("TypeCast") && isValue(expression.child("arg")));
    }
}
