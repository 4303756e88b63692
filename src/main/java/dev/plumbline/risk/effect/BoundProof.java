package dev.plumbline.risk.effect;

import dev.plumbline.model.Constraint;
import dev.plumbline.risk.Relation;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a table's validated checks prove that each of its rows fits the bounds of a partition, so that attaching it scans nothing
 * ({@code PartConstraintImpliedByRelConstraint}, PostgreSQL 18). Only the plain form is known: one check, or several, that name the key
 * column, the bounds and, for a range, that it is not NULL.
 */
final class BoundProof {
    private BoundProof() {}

    static boolean proves(Relation part, Tree bound, Relation parent) {
        List<String> checks = part.keys().stream()
                .filter(key -> key.type() == Constraint.Type.CHECK && key.validated())
                .map(key -> key.expression().toLowerCase(Locale.ROOT))
                .toList();
        if (checks.isEmpty() || parent.partitionKey().size() != 1) {
            return false;
        }
        String column = parent.partitionKey().getFirst();
        boolean notNull = NotNulls.isProved(part, column);
        if (bound.text("strategy").equals("r")) {
            return notNull
                    && says(checks, column, ">=", bound.list("lowerdatums"))
                    && says(checks, column, "<", bound.list("upperdatums"));
        }
        if (bound.text("strategy").equals("l")) {
            List<String> values = new ArrayList<>();
            bound.list("listdatums").forEach(it -> values.add(literal(it)));
            return notNull
                    && values.size() == 1
                    && checks.stream().anyMatch(check -> compact(check).contains(column + "=" + values.getFirst()));
        }
        return false;
    }

    private static boolean says(List<String> checks, String column, String operator, List<Tree> datums) {
        if (datums.size() != 1) {
            return false;
        }
        Tree datum = datums.getFirst();
        if (datum.is("ColumnRef")) {
            // MINVALUE or MAXVALUE.
            return true;
        }
        String wanted = column + operator + literal(datum);
        return checks.stream().map(BoundProof::compact).anyMatch(check -> check.contains(wanted));
    }

    private static String literal(Tree constant) {
        if (constant.is("A_Const")) {
            if (!constant.child("sval").isNone()) {
                return "'" + constant.child("sval").text("sval").toLowerCase(Locale.ROOT) + "'";
            }
            if (!constant.child("fval").isNone()) {
                return constant.child("fval").text("fval");
            }
            return String.valueOf(constant.child("ival").number("ival"));
        }
        return constant.is("TypeCast") ? literal(constant.child("arg")) : "?";
    }

    private static String compact(String check) {
        return check.replaceAll("[\\s()\"]", "");
    }
}
