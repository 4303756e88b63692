package dev.plumbline.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/**
 * What a script has left in its session, as far as others feel it or the session's reset must know it. One query, made to
 * be prepared once and run after every script.
 *
 * @param strongLocks whether {@link HeldLocks} would find any lock
 * @param advisory    the advisory locks that are held, those of the transaction included
 * @param prepared    whether a {@code PREPARE} of the script's is left
 */
public record Traces(boolean strongLocks, List<Advisory> advisory, boolean prepared) {
    /**
     * An advisory lock, by the columns of {@code pg_locks}.
     *
     * @param form 1 where the key is one bigint, 2 where it is two integers
     */
    public record Advisory(long classId, long objectId, int form) {
        private static Advisory of(String columns) {
            String[] parts = columns.split(" ", -1);
            return new Advisory(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
        }
    }

    /** Of a session that holds nothing. */
    public static final Traces NONE = new Traces(false, List.of(), false);

    /** Gives one row of three columns, which {@link #of} reads. */
    public static final String QUERY = """
            SELECT coalesce(bool_or(%s), false) AS strong,
                   coalesce(string_agg(concat_ws(' ', l.classid, l.objid, l.objsubid), ',')
                       FILTER (WHERE l.locktype = 'advisory' AND l.granted), '') AS advisory,
                   EXISTS (SELECT FROM pg_prepared_statements WHERE from_sql) AS prepared
            FROM pg_locks l WHERE l.pid = pg_backend_pid()
            """.formatted(HeldLocks.IS_STRONG);

    /** Reads the three columns from {@code first} (1-based) on. */
    public static Traces of(ResultSet row, int first) throws SQLException {
        String advisory = row.getString(first + 1);
        return new Traces(
                row.getBoolean(first),
                advisory.isEmpty()
                        ? List.of()
                        : Arrays.stream(advisory.split(",", -1))
                                .map(Advisory::of)
                                .toList(),
                row.getBoolean(first + 2));
    }

    /** What the session holds now. */
    public static Traces read(Session session) throws SQLException {
        return session.query(QUERY, row -> of(row, 1)).getFirst();
    }
}
