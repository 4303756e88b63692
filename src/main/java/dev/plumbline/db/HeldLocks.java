package dev.plumbline.db;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    // A relation is the transaction's own where it wrote all of its columns, the system's included; later changes of
    // others'
    // relations write pg_class and some columns. A savepoint or an EXCEPTION block writes under an id of its own,
    // higher
    // than the transaction's, and nothing lists these once they are released. But a row that we see was written by
    // ourselves if its writer began after our snapshot, or is in progress. Ids are compared within ten million of ours:
    // rows
    // frozen some billions ago keep theirs, which may look like a later one. A dropped relation has no columns: NULL.
    private static final String RELATIONS = """
            WITH ours AS MATERIALIZED (
              SELECT id, id & 4294967295 AS short, pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS snapshot_end
              FROM (SELECT pg_current_xact_id_if_assigned()::text::bigint AS id) i
            )
            SELECT l.relation::text,
              (SELECT bool_and(CASE
                  WHEN later >= 10000000 THEN false
                  WHEN ours.id + later >= ours.snapshot_end THEN true
                  ELSE pg_xact_status((ours.id + later)::text::xid8) = 'in progress'
                END)
               FROM pg_attribute a
               CROSS JOIN LATERAL (SELECT (a.xmin::text::bigint - ours.short + 4294967296) % 4294967296) x(later)
               WHERE a.attrelid = l.relation)
            FROM (SELECT DISTINCT relation FROM pg_locks
                  WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted AND relation >= 16384
                    AND mode IN ('AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock')) l
            CROSS JOIN ours
            """;

    private static final String NAMES = """
            SELECT coalesce(n.nspname || '.' || c.relname, 'a dropped relation'),
                   upper(regexp_replace(replace(l.mode, 'Lock', ''), '([a-z])([A-Z])', '\\1 \\2', 'g'))
            FROM pg_locks l
            LEFT JOIN pg_class c ON c.oid = l.relation
            LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted
              AND l.mode IN ('AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock')
              AND l.relation::bigint = ANY (?::bigint[])
              AND coalesce(n.nspname, '') NOT IN ('pg_toast', ?)
            ORDER BY 1, 2
            """;

    private static final String DROPPED = "a dropped relation";

    private record Key(String relation, String mode) {}

    private record Relation(String oid, boolean own) {}

    private final String ownSchema;
    private final Map<Key, Long> since = new LinkedHashMap<>();

    /** Relations that were seen to be the transaction's own, which nothing tells any more once it has dropped them. */
    private final Set<String> own = new HashSet<>();

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
        List<String> others = new ArrayList<>();
        for (Relation relation : session.query(RELATIONS, row -> new Relation(row.getString(1), row.getBoolean(2)))) {
            if (relation.own()) {
                own.add(relation.oid());
            } else if (!own.contains(relation.oid())) {
                others.add(relation.oid());
            }
        }
        // Most migrations lock only what they made. Finding that out costs the server a third of what the
        // names cost, most of which goes into planning the joins.
        if (others.isEmpty()) {
            return;
        }
        for (Key key : session.query(NAMES, row -> new Key(row.getString(1), row.getString(2)), others, ownSchema)) {
            since.putIfAbsent(key, sinceNanos);
        }
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
