package dev.plumbline.db;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which strong locks a transaction holds on relations that others can see, and since when. Read inside the transaction: after
 * its end they are gone. Locks on relations that the transaction made itself stand in nobody's way and are left out.
 */
public final class HeldLocks {
    /**
     * A lock that was held.
     *
     * @param relation schema-qualified name, or {@code a dropped relation} where the transaction dropped it
     * @param mode     PostgreSQL's name, such as {@code ACCESS EXCLUSIVE}
     * @param held     how long, at most
     */
    public record Held(String relation, String mode, Duration held) {
        /** What the lock keeps others from doing, in words (PostgreSQL 18 manual, 13.3.1). */
        public String blocks() {
            return mode.equals("ACCESS EXCLUSIVE") ? "reads and writes" : "writes";
        }
    }

    // A relation made in this transaction has system columns (or, without them, a first column) written by it; later
    // changes write pg_class and other columns, never that row.
    /** Whether {@code pg_locks l} is a lock of those that are told. */
    static final String IS_STRONG = """
            l.locktype = 'relation' AND l.granted
              AND l.mode IN ('AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock')
              AND l.relation >= 16384
              AND (SELECT a.xmin FROM pg_attribute a WHERE a.attrelid = l.relation ORDER BY a.attnum LIMIT 1)
                IS DISTINCT FROM pg_current_xact_id_if_assigned()::xid
            """;

    private static final String ANY =
            "SELECT EXISTS (SELECT FROM pg_locks l WHERE l.pid = pg_backend_pid() AND " + IS_STRONG + ")";

    // E'…' means the same whatever a script has made of standard_conforming_strings.
    private static final String QUERY = """
            SELECT coalesce(n.nspname || '.' || c.relname, 'a dropped relation'),
                   upper(regexp_replace(replace(l.mode, 'Lock', ''), '([a-z])([A-Z])', E'\\\\1 \\\\2', 'g'))
            FROM pg_locks l
            LEFT JOIN pg_class c ON c.oid = l.relation
            LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE l.pid = pg_backend_pid() AND
            """ + IS_STRONG + """
              AND coalesce(n.nspname, '') NOT IN ('pg_toast', ?)
            ORDER BY 1, 2
            """;

    private static final String DROPPED = "a dropped relation";

    private record Key(String relation, String mode) {}

    private final String ownSchema;
    private final Map<Key, Long> since = new LinkedHashMap<>();

    /**
     * For one transaction.
     *
     * @param ownSchema the ledger's schema, whose locks are our own affair
     */
    public HeldLocks(String ownSchema) {
        this.ownSchema = ownSchema;
    }

    /** Notes what is held now; locks not seen before count from {@code sinceNanos} ({@link System#nanoTime}). */
    public void sample(Session session, long sinceNanos) throws SQLException {
        // Most statements lock only what their transaction made, and finding that out is cheap.
        if (session.is(ANY)) {
            note(session, sinceNanos);
        }
    }

    /** Like {@link #sample}, where it is known that there is something to note. */
    public void note(Session session, long sinceNanos) throws SQLException {
        for (Key key : session.query(QUERY, row -> new Key(row.getString(1), row.getString(2)), ownSchema)) {
            since.putIfAbsent(key, sinceNanos);
        }
    }

    /** Whether nothing was noted. */
    public boolean isEmpty() {
        return since.isEmpty();
    }

    /** What was held, longest first, until {@code untilNanos}. */
    public List<Held> until(long untilNanos) {
        List<Held> result = new ArrayList<>();
        since.forEach((key, from) ->
                result.add(new Held(key.relation(), key.mode(), Duration.ofNanos(Math.max(0, untilNanos - from)))));
        result.sort(Comparator.comparing(Held::held)
                .reversed()
                .thenComparing(held -> held.relation().equals(DROPPED))
                .thenComparing(Held::relation));
        return result;
    }
}
