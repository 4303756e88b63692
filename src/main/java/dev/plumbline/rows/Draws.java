package dev.plumbline.rows;

import dev.plumbline.model.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers that decide about the values of a row: each column has one between 0 and 1 drawn by a hash of the row's number, so that
 * the same rows are made each time, and by that its value's rank among the column's values, as often as statistics say.
 */
final class Draws {
    /** From so strong a correlation on, values come in the order of the rows. */
    private static final double IN_ORDER = 0.9;

    private static final long MANTISSA = (1L << 53) - 1;

    private final QualifiedName table;
    private final long rows;
    private final List<String> drawn = new ArrayList<>();
    private final List<String> ranks = new ArrayList<>();
    private final Map<String, String> spread = new HashMap<>();

    Draws(QualifiedName table, long rows) {
        this.table = table;
        this.rows = rows;
    }

    /** Has a column's rank counted by an expression instead; the first one for it holds. */
    void spread(String name, String rank) {
        spread.putIfAbsent(name, rank);
    }

    /** Draws a number for a column, and its rank by that; the rank's name. */
    String rank(String name, long distinct, boolean isUnique, Optional<Shape.OfColumn> known) {
        int number = drawn.size();
        boolean ordered = known.filter(it -> !it.bounds().isEmpty() && Math.abs(it.correlation()) >= IN_ORDER)
                .isPresent();
        String inOrder = "((g - 1) %% %d) / %d.0::float8".formatted(Math.max(1, rows), Math.max(1, rows));
        drawn.add((!ordered ? hash(name) : known.get().correlation() > 0 ? inOrder : "0.999999 - " + inOrder) + " AS u"
                + number);
        ranks.add((isUnique ? "g - 1" : spread.getOrDefault(name, drawn("u" + number, distinct, known))) + " AS r"
                + number);
        return "r" + number;
    }

    private static String drawn(String number, long distinct, Optional<Shape.OfColumn> known) {
        return known.filter(it -> !it.frequencies().isEmpty())
                .map(it -> skewed(it, number, distinct))
                .orElseGet(() -> "floor(%s * %d)::bigint".formatted(number, distinct));
    }

    private static String skewed(Shape.OfColumn known, String drawn, long distinct) {
        List<String> sums = new ArrayList<>();
        double sum = 0;
        double present = Math.max(1e-9, 1 - known.nullFraction());
        for (double frequency : known.frequencies()) {
            sum += frequency / present;
            sums.add(String.valueOf(Math.min(1, sum)));
        }
        int common = sums.size();
        long others = distinct - common;
        String bucket = "width_bucket(%s, ARRAY[%s]::float8[])".formatted(drawn, String.join(", ", sums));
        if (others <= 0 || sum >= 1) {
            return "least(" + bucket + ", " + (common - 1) + ")::bigint";
        }
        return "CASE WHEN %s < %d THEN %s ELSE %d + floor((%s - %s) / %s * %d)::bigint END"
                .formatted(bucket, common, bucket, common, drawn, sum, 1 - sum, others);
    }

    /** A number from 0 up to 1, by the row's and the column's. */
    String hash(String what) {
        long seed = (table + "." + what).hashCode();
        return "(hashint8extended(g, %d) & %d) / %d.0::float8".formatted(seed, MANTISSA, MANTISSA + 1);
    }

    /** The rows with their numbers and ranks. */
    String sql(long from, long to) {
        StringBuilder sql = new StringBuilder("SELECT g");
        ranks.forEach(rank -> sql.append(", ").append(rank));
        sql.append("\n    FROM (SELECT g");
        drawn.forEach(number -> sql.append(", ").append(number));
        return sql.append(" FROM generate_series(")
                .append(from)
                .append("::bigint, ")
                .append(to)
                .append(") AS g OFFSET 0) AS drawn OFFSET 0")
                .toString();
    }
}
