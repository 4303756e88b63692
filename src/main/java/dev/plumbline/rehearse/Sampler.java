package dev.plumbline.rehearse;

import dev.plumbline.ProblemException;
import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.risk.LockMode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sees from other sessions what a lone statement locks: when it has ended, it holds nothing any more. Each lock is seen now and then, and
 * so was held for at least the time between the first sight and the last. Where nobody else works on the database, two barriers make
 * sure that there is a first sight: locks in the statement's way, which are let go as soon as it is seen to wait for them. The first
 * is in the way of what it locks before all else, the second, with a snapshot, of what a concurrent one waits for in its midst.
 */
final class Sampler implements AutoCloseable {
    private static final String QUERY = """
            SELECT relation::text, mode, granted FROM pg_locks
            WHERE pid = ? AND locktype = 'relation' AND relation >= 16384
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """;

    private static final String WAITS = "SELECT ? = ANY (pg_blocking_pids(?))";

    private static final String TABLES = """
            SELECT string_agg(format('%I.%I', n.nspname, c.relname), ', ') FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
              AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            HAVING count(*) <= 2000
            """;

    /** A statement that has not waited by then locks nothing that a barrier is in the way of. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    /** Between two sights of a statement that runs since so long: a hundredth of that. */
    private static final long RARITY = 100;

    private static final Duration OFTEN = Duration.ofMillis(1);
    private static final Duration SELDOM = Duration.ofMillis(100);

    /** When a lock was first and last seen to be held, in nanoseconds; 0 where it was only waited for. */
    private record Span(long first, long last) {}

    private final Database database;
    private final int pid;
    private final boolean barriers;
    private final Map<String, Map<LockMode, Span>> seen = new TreeMap<>();
    private @Nullable Session looking;
    private @Nullable Session first;
    private @Nullable Thread thread;
    private volatile boolean ended;

    /** {@code barriers} only where nobody else works on the database. */
    Sampler(Database database, int pid, boolean barriers) {
        this.database = database;
        this.pid = pid;
        this.barriers = barriers;
    }

    /** The statement is sent next. */
    void begin() throws SQLException {
        stop();
        seen.clear();
        ended = false;
        Session session = looking == null ? database.open() : looking;
        looking = session;
        boolean raised = barriers && raise(session);
        thread = Thread.ofVirtual().name("lock-sampler").start(() -> watch(session, raised));
    }

    /** Puts both barriers in the way; says whether that went well. */
    private boolean raise(Session session) throws SQLException {
        Optional<String> tables = session.text(TABLES);
        if (tables.isEmpty()) {
            return false;
        }
        Session other = first == null ? database.open() : first;
        first = other;
        try {
            session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; LOCK TABLE " + tables.get()
                    + " IN ACCESS SHARE MODE; SELECT 1");
            other.execute("BEGIN; LOCK TABLE " + tables.get() + " IN SHARE UPDATE EXCLUSIVE MODE");
            return true;
        } catch (SQLException e) {
            // Not every role may lock every table: then the statement is seen as it runs.
            session.rollback();
            other.rollback();
            return false;
        }
    }

    private void watch(Session session, boolean raised) {
        long began = System.nanoTime();
        try {
            if (raised && first != null) {
                letGo(session, first);
                letGo(session, session);
            }
            while (!ended) {
                look(session);
                long pause = (System.nanoTime() - began) / RARITY;
                LockSupport.parkNanos(Math.clamp(pause, OFTEN.toNanos(), SELDOM.toNanos()));
            }
        } catch (SQLException e) {
            // What was seen so far is a part of the truth, and is told as such.
            return;
        } finally {
            rollBack(first);
            rollBack(session);
        }
    }

    /** Takes a barrier away as soon as the statement waits for it, or evidently does not. */
    private void letGo(Session session, Session barrier) throws SQLException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!ended && System.nanoTime() < until && !session.is(WAITS, barrier.pid(), pid)) {
            look(session);
        }
        look(session);
        barrier.execute("ROLLBACK");
    }

    /** Notes what is locked now. */
    private void look(Session session) throws SQLException {
        record Sight(String relation, LockMode mode, boolean granted) {}
        for (Sight sight : session.query(
                QUERY,
                row -> new Sight(row.getString(1), LockMode.ofCatalog(row.getString(2)), row.getBoolean(3)),
                pid)) {
            note(sight.relation(), sight.mode(), sight.granted());
        }
    }

    private void note(String relation, LockMode mode, boolean granted) {
        long now = granted ? System.nanoTime() : 0;
        synchronized (seen) {
            seen.computeIfAbsent(relation, _ -> new EnumMap<>(LockMode.class))
                    .merge(
                            mode,
                            new Span(now, now),
                            (was, is) -> new Span(
                                    was.first() == 0 ? is.first() : was.first(), Math.max(was.last(), is.last())));
        }
    }

    /** Ends a transaction that may be over already. */
    private static void rollBack(@Nullable Session barrier) {
        try {
            if (barrier != null) {
                barrier.rollback();
            }
        } catch (SQLException e) {
            // The session is gone, and its locks with it.
            return;
        }
    }

    /** The statement has ended: what it was seen to lock, by the relations' ids, each mode with the time between its sights. */
    Map<String, Map<LockMode, Duration>> end() {
        stop();
        Map<String, Map<LockMode, Duration>> locks = new TreeMap<>();
        synchronized (seen) {
            seen.forEach((relation, spans) -> {
                Map<LockMode, Duration> held = new EnumMap<>(LockMode.class);
                spans.forEach((mode, span) -> held.put(mode, Duration.ofNanos(span.last() - span.first())));
                locks.put(relation, held);
            });
        }
        return locks;
    }

    private void stop() {
        ended = true;
        Thread watching = thread;
        thread = null;
        if (watching != null) {
            try {
                watching.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        stop();
        close(looking);
        close(first);
    }

    private static void close(@Nullable Session session) {
        try {
            if (session != null) {
                session.close();
            }
        } catch (SQLException | ProblemException e) {
            // It is of no use any more.
            return;
        }
    }
}
