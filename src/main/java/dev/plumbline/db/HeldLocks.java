package dev.plumbline.db;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which strong locks a transaction holds on relations that others can see, and since when. Read inside the transaction: after
 * its end they are gone. Locks on relations that the transaction made itself stand in nobody's way and are left out.
 * A relation that is dropped has no name any more: {@link #remember} before the statement that drops it.
 */
public final class HeldLocks {
    /**
     * A lock that was held.
     *
     * @param relation schema-qualified name, or {@code a dropped relation} where the transaction dropped it by a statement that
     *     did not look like it
     * @param mode     PostgreSQL's name, such as {@code ACCESS EXCLUSIVE}
     * @param held     how long, at most
     */
    public record Held(String relation, String mode, Duration held) {
        /** What the lock keeps others from doing, in words (PostgreSQL 18 manual, 13.3.1). */
        public String blocks() {
            return mode.equals("ACCESS EXCLUSIVE") ? "reads and writes" : "writes";
        }
    }

    /** Whether {@code pg_locks l} is a strong lock on a user's relation. */
    private static final String IS_LOCK = """
            l.locktype = 'relation' AND l.granted
              AND l.mode IN ('AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock')
              AND l.relation >= 16384
            """;

    // A relation is the transaction's own where it wrote all of its columns, the system's included; later
    // changes of others' relations write pg_class and some columns. A savepoint or an EXCEPTION block writes
    // under an id of its own, higher than the transaction's, and nothing lists these once they are released.
    // But a row that we see was written by ourselves if its writer began after our snapshot, or is in
    // progress. Ids are compared within ten million of ours: rows frozen some billions ago keep theirs, which
    // may look like a later one. A dropped relation has no columns: NULL.
    /** Whether {@code l.relation} is the transaction's own. */
    private static final String IS_OWN = """
            (SELECT bool_and(CASE
                WHEN x.later >= 10000000 THEN false
                WHEN o.id + x.later >= o.snapshot_end THEN true
                ELSE pg_xact_status((o.id + x.later)::text::xid8) = 'in progress'
              END)
             FROM (SELECT pg_current_xact_id_if_assigned()::text::bigint AS id,
                     pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS snapshot_end) o
             CROSS JOIN pg_attribute a
             CROSS JOIN LATERAL (SELECT
                 mod(a.xmin::text::bigint - (o.id & 4294967295) + 4294967296, 4294967296) AS later) x
             WHERE a.attrelid = l.relation)
            """;

    /** Whether {@code pg_locks l} is a lock of those that are told. */
    static final String IS_STRONG = IS_LOCK + " AND " + IS_OWN + " IS NOT TRUE\n";

    private static final String RELATIONS = """
            SELECT l.relation::text,
            """ + IS_OWN + """
            FROM (SELECT DISTINCT l.relation FROM pg_locks l WHERE l.pid = pg_backend_pid() AND
            """ + IS_LOCK + """
            ) l
            """;

    // E'…' means the same whatever a script has made of standard_conforming_strings.
    private static final String QUERY = """
            SELECT coalesce(n.nspname || '.' || c.relname, 'a dropped relation'),
                   upper(regexp_replace(replace(l.mode, 'Lock', ''), '([a-z])([A-Z])', E'\\\\1 \\\\2', 'g')),
                   l.relation::text
            FROM pg_locks l
            LEFT JOIN pg_class c ON c.oid = l.relation
            LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE l.pid = pg_backend_pid() AND
            """ + IS_STRONG + """
              AND coalesce(n.nspname, '') NOT IN ('pg_toast', ?)
            ORDER BY 1, 2
            """;

    private static final String DROPPED = "a dropped relation";

    // An index goes with its table, or is dropped beside a table that keeps its name.
    private static final String NAMES = """
            SELECT c.oid::text, n.nspname || '.' || c.relname
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid >= 16384 AND c.relkind NOT IN ('i', 'I') AND n.nspname NOT IN ('pg_toast', ?)
            """;

    private record Key(String relation, String mode) {}

    private record Lock(String oid, Key key) {}

    private record Name(String oid, String text) {}

    private record Relation(String oid, boolean own) {}

    private final String ownSchema;
    private final Map<Key, Long> since = new LinkedHashMap<>();

    /** Relations that were seen to be the transaction's own, which nothing tells any more once it has dropped them. */
    private final Set<String> own = new HashSet<>();

    /** What all relations are called whose locks are told; once it is known, nobody wants to hear of others that are dropped. */
    private final Map<String, String> names = new HashMap<>();

    private boolean remembers;

    /**
     * For one transaction.
     *
     * @param ownSchema the ledger's schema, whose locks are our own affair
     */
    public HeldLocks(String ownSchema) {
        this.ownSchema = ownSchema;
    }

    /** Notes what all relations are called, where that is not yet known: a statement comes that may drop some. */
    public void remember(Session session) throws SQLException {
        if (remembers) {
            return;
        }
        session.query(NAMES, row -> new Name(row.getString(1), row.getString(2)), ownSchema)
                .forEach(name -> names.put(name.oid(), name.text()));
        remembers = true;
    }

    /** Notes what is held now; locks not seen before count from {@code sinceNanos} ({@link System#nanoTime}). */
    public void sample(Session session, long sinceNanos) throws SQLException {
        boolean others = false;
        for (Relation relation : session.query(RELATIONS, row -> new Relation(row.getString(1), row.getBoolean(2)))) {
            if (relation.own()) {
                own.add(relation.oid());
            } else if (!own.contains(relation.oid())) {
                others = true;
            }
        }
        // Most statements lock only what their transaction made. Finding that out costs the server a third of
        // what the names cost, most of which goes into planning the joins.
        if (others) {
            note(session, sinceNanos);
        }
    }

    /** Like {@link #sample}, where it is known that there is something to note. */
    public void note(Session session, long sinceNanos) throws SQLException {
        for (Lock lock : session.query(
                QUERY, row -> new Lock(row.getString(3), new Key(row.getString(1), row.getString(2))), ownSchema)) {
            if (!own.contains(lock.oid())) {
                key(lock).ifPresent(key -> since.putIfAbsent(key, sinceNanos));
            }
        }
    }

    private Optional<Key> key(Lock lock) {
        if (!lock.key().relation().equals(DROPPED)) {
            return Optional.of(lock.key());
        }
        String name = remembers ? names.get(lock.oid()) : DROPPED;
        return Optional.ofNullable(name).map(it -> new Key(it, lock.key().mode()));
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
