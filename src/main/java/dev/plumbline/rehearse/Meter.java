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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Measures what statements do, from inside their own session: a catalog's relations and counters before and after each. Relations that
 * came after the first look, or after {@link #forget}, are a script's own and nobody else's yet: what is done to them is left out, but
 * for their rows. Not thread-safe; one for a session.
 */
final class Meter {
    // The counters of a transaction that is open, and of one that has ended, stand in different places. Both go only
    // up.
    private static final String COLUMNS = """
            n.nspname, c.relname, c.relkind, c.relfilenode::text,
                   coalesce(i.indrelid::text, ''),
                   coalesce(@numscans(c.oid), 0),
                   coalesce(pg_stat_get_live_tuples(c.oid), 0)
                     + coalesce(pg_stat_get_xact_tuples_inserted(c.oid), 0)
                     - coalesce(pg_stat_get_xact_tuples_deleted(c.oid), 0),
                   coalesce(@tuples_inserted(c.oid), 0) + coalesce(@tuples_updated(c.oid), 0)
                     + coalesce(@tuples_deleted(c.oid), 0)
            """;

    private static final String OTHERS = """
            n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', ?)
              AND n.nspname !~ '^pg_(toast_)?temp_'
            """;

    private static final String LOCKS = """
            (SELECT relation, string_agg(DISTINCT mode, ' ') AS modes FROM pg_locks
                WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted AND relation >= 16384
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                GROUP BY relation) l
            """;

    /** Every relation. */
    private static final String ALL = "SELECT c.oid::text, l.modes, "
            + COLUMNS + """
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_index i ON i.indexrelid = c.oid
            LEFT JOIN\s""" + LOCKS + " ON l.relation = c.oid WHERE c.oid >= 16384 AND " + OTHERS;

    // What a transaction does to a relation it does under a lock that it keeps: all others are as they were.
    /** The relations that are locked, also those that are gone. */
    private static final String LOCKED =
            "SELECT l.relation::text, l.modes, " + COLUMNS + "FROM " + LOCKS + """
            LEFT JOIN pg_class c ON c.oid = l.relation
            LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_index i ON i.indexrelid = c.oid
            WHERE n.oid IS NULL OR\s""" + OTHERS;

    private static final String WRITTEN = "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn";

    /** So much the server writes by itself now and then, a list of the running transactions every 15 s: no statement writes so little. */
    private static final long SERVERS_OWN = 128;

    /** The first version whose sessions can be made to tell their counters to others at once. */
    private static final int FLUSHES = 15;

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
            long size,
            long rows,
            Set<LockMode> locks) {
        private static final char GONE = ' ';

        /** One that is locked, and in no catalog any more. */
        static Relation gone(String oid, Set<LockMode> locks) {
            return new Relation(oid, new QualifiedName("", ""), GONE, "", "", 0, 0, 0, locks);
        }

        boolean isGone() {
            return kind == GONE;
        }

        boolean isIndex() {
            return kind == 'i' || kind == 'I';
        }

        boolean hasRows() {
            return kind == 'r' || kind == 'm';
        }
    }

    /** All of it, by the relations' ids. */
    private record Sight(Map<String, Relation> relations, Map<String, Set<LockMode>> locks, long written) {}

    private Sight before = new Sight(Map.of(), Map.of(), 0);

    /** The ids of the relations that are not the script's own; null before the first look. */
    private @Nullable Set<String> others;

    Meter(Session session, String ledgerSchema) {
        this.session = session;
        this.ledgerSchema = ledgerSchema;
    }

    /** Another script begins: what is there when it is looked at next is others' too. */
    void forget() {
        others = null;
    }

    /** Has the session's statements so far counted, as far as the server can be asked to; only in no transaction. */
    void flush() throws SQLException {
        if (session.serverMajor() >= FLUSHES) {
            // Its counters are told to others, and to itself later, only now and then.
            session.execute("SELECT pg_stat_force_next_flush()");
        }
    }

    /** Looks, before a statement; in a transaction, before the first that locks anything. */
    void begin(boolean transaction) throws SQLException {
        before = lookAtAll(transaction);
        if (others == null) {
            others = Set.copyOf(before.relations().keySet());
        }
    }

    /** Looks again, and says what the statement did; the next one of the same transaction is measured from here. */
    Measurement end(boolean transaction, boolean truncates) throws SQLException {
        Sight after = transaction ? lookAtLocked() : lookAtAll(false);
        Measurement measured = between(before, after, truncates);
        before = after;
        return measured;
    }

    private Sight lookAtAll(boolean transaction) throws SQLException {
        if (!transaction) {
            flush();
        }
        Map<String, Relation> relations = new HashMap<>();
        Map<String, Set<LockMode>> locks = new HashMap<>();
        for (Relation relation : relations(ALL, transaction)) {
            relations.put(relation.oid(), relation);
            locks.put(relation.oid(), relation.locks());
        }
        return new Sight(relations, locks, written());
    }

    private Sight lookAtLocked() throws SQLException {
        Map<String, Relation> relations = new HashMap<>(before.relations());
        Map<String, Set<LockMode>> locks = new HashMap<>();
        for (Relation relation : relations(LOCKED, true)) {
            locks.put(relation.oid(), relation.locks());
            if (relation.isGone()) {
                relations.remove(relation.oid());
            } else {
                relations.put(relation.oid(), relation);
            }
        }
        return new Sight(relations, locks, written());
    }

    private List<Relation> relations(String sql, boolean transaction) throws SQLException {
        return session.query(
                sql.replace("@", transaction ? "pg_stat_get_xact_" : "pg_stat_get_"),
                row -> row.getString(3) == null
                        ? Relation.gone(row.getString(1), modes(row.getString(2)))
                        : new Relation(
                                row.getString(1),
                                new QualifiedName(row.getString(3), row.getString(4)),
                                row.getString(5).charAt(0),
                                row.getString(6),
                                row.getString(7),
                                row.getLong(8),
                                row.getLong(9),
                                row.getLong(10),
                                modes(row.getString(2))),
                ledgerSchema);
    }

    private long written() throws SQLException {
        return session.query(WRITTEN, row -> row.getLong(1)).getFirst();
    }

    private static Set<LockMode> modes(@Nullable String text) {
        Set<LockMode> modes = new TreeSet<>();
        if (text != null && !text.isEmpty()) {
            Arrays.stream(text.split(" ", -1)).map(LockMode::ofCatalog).forEach(modes::add);
        }
        return modes;
    }

    private Measurement between(Sight before, Sight after, boolean truncates) {
        Set<String> known = Objects.requireNonNull(others);
        TreeMap<QualifiedName, LockMode> locks = new TreeMap<>();
        Set<QualifiedName> indexes = new TreeSet<>();
        TreeMap<QualifiedName, Long> sizes = new TreeMap<>();
        Set<QualifiedName> rewrites = new TreeSet<>();
        Set<QualifiedName> scans = new TreeSet<>();
        Set<QualifiedName> builds = new TreeSet<>();
        long rows = 0;
        for (Relation was : before.relations().values()) {
            Relation is = after.relations().get(was.oid());
            rows += is == null ? 0 : Math.max(0, is.rows() - was.rows());
            if (!known.contains(was.oid())) {
                continue;
            }
            Set<LockMode> more = new HashSet<>(after.locks().getOrDefault(was.oid(), Set.of()));
            more.removeAll(before.locks().getOrDefault(was.oid(), Set.of()));
            more.stream().max(LockMode::compareTo).ifPresent(mode -> locks.put(was.name(), mode));
            if (was.isIndex()) {
                indexes.add(was.name());
            }
            if (is == null) {
                continue;
            }
            sizes.put(was.name(), Math.max(0, was.size()));
            if (was.hasRows() && !was.file().equals(is.file()) && !truncates) {
                rewrites.add(was.name());
            }
            if (was.hasRows() && is.scans() > was.scans() && !truncates) {
                scans.add(was.name());
            }
        }
        // An index that is made anew over the same values takes the old one's file over.
        Set<String> files = new HashSet<>();
        before.relations().values().forEach(it -> files.add(it.file()));
        for (Relation is : after.relations().values()) {
            rows += before.relations().containsKey(is.oid()) ? 0 : is.rows();
            boolean built = is.kind() == 'i' && !files.contains(is.file());
            Relation table = before.relations().get(is.table());
            if (built && table != null && known.contains(table.oid()) && !truncates) {
                builds.add(table.name());
            }
        }
        long written = after.written() - before.written();
        scans.removeAll(rewrites);
        scans.removeAll(builds);
        sizes.keySet().removeIf(name -> !rewrites.contains(name) && !scans.contains(name) && !builds.contains(name));
        indexes.retainAll(locks.keySet());
        return new Measurement(
                new Effect(locks, rewrites, scans, builds, Map.of()),
                indexes,
                sizes,
                rows,
                written < SERVERS_OWN ? 0 : written);
    }

    /** A relation that others use. */
    record Known(QualifiedName name, boolean index) {}

    /** What a relation was at the last look; empty for the script's own. */
    Optional<Known> known(String oid) {
        return Optional.ofNullable(before.relations().get(oid))
                .filter(_ -> others != null && others.contains(oid))
                .map(relation -> new Known(relation.name(), relation.isIndex()));
    }

    /** Whether it was in no catalog any more at the last look. */
    boolean isGone(String oid) {
        return !before.relations().containsKey(oid);
    }
}
