package dev.plumbline.rehearse;

import dev.plumbline.db.Session;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.LockMode;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Measures what statements do, from inside their own session: a catalog's relations and counters before and after each. Not
 * thread-safe; one for a session.
 */
final class Meter {
    // The counters of a transaction that is open, and of one that has ended, stand in different places. Both go only
    // up.
    private static final String QUERY = """
            SELECT c.oid::text, n.nspname, c.relname, c.relkind, c.relfilenode::text,
                   coalesce(i.indrelid::text, ''),
                   coalesce(@numscans(c.oid), 0),
                   coalesce(@tuples_inserted(c.oid), 0) + coalesce(@tuples_updated(c.oid), 0)
                     + coalesce(@tuples_deleted(c.oid), 0),
                   l.modes
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_index i ON i.indexrelid = c.oid
            LEFT JOIN (SELECT relation, string_agg(DISTINCT mode, ' ') AS modes FROM pg_locks
                WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                GROUP BY relation) l ON l.relation = c.oid
            WHERE c.oid >= 16384 AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', ?)
              AND n.nspname !~ '^pg_(toast_)?temp_'
            """;

    private static final String GONE = """
            SELECT relation::text, string_agg(DISTINCT mode, ' ') FROM pg_locks
            WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted AND relation >= 16384
            GROUP BY relation
            """;

    private static final String WRITTEN = "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn";

    private final Session session;
    private final String ledgerSchema;

    /** What is to be seen of a relation. */
    private record Relation(
            String oid,
            QualifiedName name,
            char kind,
            String file,
            String table,
            long scans,
            long rows,
            Set<LockMode> locks) {
        boolean hasRows() {
            return kind == 'r' || kind == 'm';
        }
    }

    /** All of it, by the relations' ids. */
    private record Sight(Map<String, Relation> relations, Map<String, Set<LockMode>> locks, long written) {}

    private Sight before = new Sight(Map.of(), Map.of(), 0);

    Meter(Session session, String ledgerSchema) {
        this.session = session;
        this.ledgerSchema = ledgerSchema;
    }

    /** Looks, before a statement. */
    void begin(boolean transaction) throws SQLException {
        before = look(transaction);
    }

    /** Looks again, and says what the statement did; the next one is measured from here. */
    Measurement end(boolean transaction, boolean truncates) throws SQLException {
        Sight after = look(transaction);
        Measurement measured = between(before, after, truncates);
        before = after;
        return measured;
    }

    private Sight look(boolean transaction) throws SQLException {
        if (!transaction) {
            // Its own counters are told to others only now and then.
            session.execute("SELECT pg_stat_force_next_flush()");
        }
        Map<String, Relation> relations = new HashMap<>();
        String sql = QUERY.replace("@", transaction ? "pg_stat_get_xact_" : "pg_stat_get_");
        for (Relation relation : session.query(
                sql,
                row -> new Relation(
                        row.getString(1),
                        new QualifiedName(row.getString(2), row.getString(3)),
                        row.getString(4).charAt(0),
                        row.getString(5),
                        row.getString(6),
                        row.getLong(7),
                        row.getLong(8),
                        modes(row.getString(9))),
                ledgerSchema)) {
            relations.put(relation.oid(), relation);
        }
        Map<String, Set<LockMode>> locks = new HashMap<>();
        record Held(String oid, Set<LockMode> modes) {}
        session.query(GONE, row -> new Held(row.getString(1), modes(row.getString(2))))
                .forEach(held -> locks.put(held.oid(), held.modes()));
        long written = session.query(WRITTEN, row -> row.getLong(1)).getFirst();
        return new Sight(relations, locks, written);
    }

    private static Set<LockMode> modes(@Nullable String text) {
        Set<LockMode> modes = new TreeSet<>();
        if (text != null && !text.isEmpty()) {
            Arrays.stream(text.split(" ", -1)).map(LockMode::ofCatalog).forEach(modes::add);
        }
        return modes;
    }

    private static Measurement between(Sight before, Sight after, boolean truncates) {
        TreeMap<QualifiedName, LockMode> locks = new TreeMap<>();
        Set<QualifiedName> rewrites = new TreeSet<>();
        Set<QualifiedName> scans = new TreeSet<>();
        Set<QualifiedName> builds = new TreeSet<>();
        long rows = 0;
        for (Relation was : before.relations().values()) {
            Set<LockMode> more = new HashSet<>(after.locks().getOrDefault(was.oid(), Set.of()));
            more.removeAll(before.locks().getOrDefault(was.oid(), Set.of()));
            more.stream().max(LockMode::compareTo).ifPresent(mode -> locks.put(was.name(), mode));
            Relation is = after.relations().get(was.oid());
            if (is == null) {
                continue;
            }
            if (was.hasRows() && !was.file().equals(is.file()) && !truncates) {
                rewrites.add(was.name());
            }
            if (was.hasRows() && is.scans() > was.scans() && !truncates) {
                scans.add(was.name());
            }
            rows += Math.max(0, is.rows() - was.rows());
        }
        // An index that is made anew over the same values takes the old one's file over.
        Set<String> files = new HashSet<>();
        before.relations().values().forEach(it -> files.add(it.file()));
        for (Relation is : after.relations().values()) {
            boolean built = is.kind() == 'i' && !files.contains(is.file());
            Relation table = before.relations().get(is.table());
            if (built && table != null && !truncates) {
                builds.add(table.name());
            }
        }
        scans.removeAll(rewrites);
        scans.removeAll(builds);
        return new Measurement(
                new Effect(locks, rewrites, scans, builds, Map.of()), rows, after.written() - before.written());
    }

    /** The name of a relation that was there when it looked last. */
    Optional<QualifiedName> name(String oid) {
        return Optional.ofNullable(before.relations().get(oid)).map(Relation::name);
    }

    /** All names. */
    List<QualifiedName> names() {
        return before.relations().values().stream().map(Relation::name).toList();
    }
}
