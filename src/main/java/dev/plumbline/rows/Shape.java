package dev.plumbline.rows;

import dev.plumbline.model.QualifiedName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of the rows of a database: numbers about them, and no value of theirs but the bounds of numbers and times.
 *
 * @param tables tables and leaf partitions, by name
 */
public record Shape(SortedMap<QualifiedName, OfTable> tables) {
    public Shape {
        tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
    }

    /**
     * Of a table.
     *
     * @param rows    how many
     * @param columns by name, as far as there are statistics
     */
    public record OfTable(long rows, Map<String, OfColumn> columns) {
        public OfTable {
            columns = Map.copyOf(columns);
        }

        /** So many rows of which nothing else is known. */
        public static OfTable of(long rows) {
            return new OfTable(rows, Map.of());
        }
    }

    /**
     * Of a column; see {@code pg_stats} in the PostgreSQL 18 manual (53.28).
     *
     * @param nullFraction from 0 to 1
     * @param distinct     how many different values; negative: that times the rows
     * @param width        bytes, on average
     * @param frequencies  of the most common values, the most common first, as parts of all rows
     * @param labels       which values those are, where the type names all there can be: booleans and enums
     * @param bounds       of numbers and times, which divide the other values into parts with as many rows
     * @param correlation  of the order of values with that of rows, from -1 to 1
     */
    public record OfColumn(
            double nullFraction,
            double distinct,
            int width,
            List<Double> frequencies,
            List<String> labels,
            List<String> bounds,
            double correlation) {
        public OfColumn {
            frequencies = List.copyOf(frequencies);
            labels = List.copyOf(labels);
            bounds = List.copyOf(bounds);
        }

        /** How many different values there are among so many rows; at least one. */
        long distinctOf(long rows) {
            double number = distinct < 0 ? -distinct * rows : distinct;
            return Math.max(1, Math.max(frequencies.size(), Math.round(number)));
        }

        boolean isUnique() {
            return distinct <= -0.999;
        }
    }
}
