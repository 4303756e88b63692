package dev.plumbline.source.postgres;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A row of a catalog query, by the names of its columns. */
final class Row {
    private final ResultSet row;
    private final UnaryOperator<String> shared;

    Row(ResultSet row, UnaryOperator<String> shared) {
        this.row = row;
        this.shared = shared;
    }

    /**
     * A text that is there for every object.
     *
     * @throws VanishedException for NULL: the catalog's functions give it for an object dropped meanwhile
     */
    String text(String column) throws SQLException {
        String value = row.getString(column);
        if (value == null) {
            throw new VanishedException(column);
        }
        return shared.apply(value);
    }

    Optional<String> optional(String column) throws SQLException {
        String value = row.getString(column);
        return value == null ? Optional.empty() : Optional.of(shared.apply(value));
    }

    /** False for NULL. */
    boolean is(String column) throws SQLException {
        return row.getBoolean(column);
    }

    /** Zero for NULL. */
    int number(String column) throws SQLException {
        return row.getInt(column);
    }

    /** A {@code real}; zero for NULL. */
    double real(String column) throws SQLException {
        return row.getDouble(column);
    }

    Optional<Integer> optionalNumber(String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    /** An {@code oid}, {@code xid} or {@code bigint}; zero for NULL. */
    long id(String column) throws SQLException {
        return row.getLong(column);
    }

    /** A {@code "char"}; a blank for NULL or the empty one. */
    char letter(String column) throws SQLException {
        String value = row.getString(column);
        return value == null || value.isEmpty() ? ' ' : value.charAt(0);
    }

    /** The elements of a {@code text[]}; none for NULL. */
    List<String> list(String column) throws SQLException {
        Array array = row.getArray(column);
        if (array == null) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        for (Object value : (Object[]) array.getArray()) {
            values.add(shared.apply(String.valueOf(value)));
        }
        return values;
    }

    /** As {@link #list}, sorted. */
    List<String> sorted(String column) throws SQLException {
        List<String> values = list(column);
        return values.size() < 2 ? values : values.stream().sorted().toList();
    }

    /** Numbers with blanks between, as an {@code int2vector} is written; none for NULL. */
    int[] numbers(String column) throws SQLException {
        String value = row.getString(column);
        return value == null || value.isEmpty()
                ? new int[0]
                : Arrays.stream(value.split(" ", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray();
    }
}
