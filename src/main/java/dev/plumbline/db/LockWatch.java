package dev.plumbline.db;

import dev.plumbline.ProblemException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches a session from a second one while a statement runs, and notes who stands in its way: when the error arrives the
 * blockers are gone. The second session is opened only when a statement takes longer than a moment.
 */
public final class LockWatch implements AutoCloseable {
    /**
     * One session that ours waited for.
     *
     * @param pid         its backend
     * @param application its application_name; empty where we may not see it
     * @param user        its user
     * @param state       {@code active}, {@code idle in transaction}, …
     * @param query       its current or last query, cut to 200 characters; empty where we may not see it
     * @param age         how long its transaction is open
     */
    public record Blocker(int pid, String application, String user, String state, String query, Duration age) {}

    /** Who is waited for now, the phase of an index build or empty, and since when the statement runs. */
    public record Waiting(List<Blocker> blockers, String phase, Duration waited) {}

    // E'…' means the same whatever standard_conforming_strings is.
    private static final String BLOCKERS = """
            SELECT a.pid, coalesce(a.application_name, ''), coalesce(a.usename, ''), coalesce(a.state, a.backend_type, ''),
                   coalesce(left(regexp_replace(a.query, E'\\\\s+', ' ', 'g'), 200), ''),
                   coalesce(extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, a.query_start))::float8, 0)
            FROM unnest(pg_blocking_pids(?)) AS b(pid) JOIN pg_stat_activity a USING (pid) ORDER BY a.xact_start, a.pid
            """;

    private static final String PHASE =
            "SELECT phase || CASE WHEN blocks_total > 0 THEN ' ' || 100 * blocks_done / blocks_total || '%' ELSE '' END"
                    + " FROM pg_stat_progress_create_index WHERE pid = ?";

    private final Database database;
    private final int watchedPid;
    private final Duration delay;
    private final Consumer<Waiting> listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Integer, Blocker> seen = new LinkedHashMap<>();
    private @Nullable Thread thread;
    private long startedNanos;
    private long lastWaitingNanos;
    private boolean running;

    /** Whether the watch sleeps until it is woken; else it wakes by itself. */
    private boolean idle;

    private boolean closed;

    /** Watches the backend {@code watchedPid}; {@code listener} is called on the watching thread. */
    public LockWatch(Database database, int watchedPid, Consumer<Waiting> listener) {
        this.database = database;
        this.watchedPid = watchedPid;
        this.listener = listener;
        // Soon enough to see a blocker before the lock timeout ends the wait.
        long quarter = database.lockTimeout().toMillis() / 4;
        this.delay = Duration.ofMillis(quarter == 0 ? 200 : Math.clamp(quarter, 10, 200));
    }

    /** A statement starts now. */
    public void begin() {
        lock.lock();
        try {
            seen.clear();
            startedNanos = System.nanoTime();
            lastWaitingNanos = startedNanos;
            running = true;
            if (thread == null) {
                thread = Thread.ofVirtual().name("lock-watch").start(this::watch);
            }
            // A watch that waits for its time to look finds the new statement by itself: waking it for each
            // of thousands of short ones would take the processor from the server.
            if (idle) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The statement has ended; returns whom it was seen waiting for. */
    public List<Blocker> end() {
        lock.lock();
        try {
            running = false;
            return List.copyOf(seen.values());
        } finally {
            lock.unlock();
        }
    }

    /** When the statement was last seen waiting for a lock, or when it began; in {@link System#nanoTime} terms. */
    public long lastWaitingNanos() {
        lock.lock();
        try {
            return lastWaitingNanos;
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        try {
            awaitSlowStatement();
            if (isClosed()) {
                return;
            }
            try (Session session = database.open()) {
                // Names and queries are shown to the user who logged in, not to the role that owns the tables.
                session.execute("SET ROLE NONE");
                // A sample must not itself wait, nor hold a snapshot that an index build would wait for.
                while (!isClosed()) {
                    awaitSlowStatement();
                    sample(session);
                    pause();
                }
            }
        } catch (SQLException | ProblemException e) {
            // Watching is best effort: without a second connection the run goes on, and only the names are missing.
            stopWatching();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sample(Session session) throws SQLException {
        List<Blocker> blockers = session.query(
                BLOCKERS,
                row -> new Blocker(
                        row.getInt(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        Duration.ofMillis((long) (row.getDouble(6) * 1000))),
                watchedPid);
        String phase = session.text(PHASE, watchedPid).orElse("");
        Duration waited;
        lock.lock();
        try {
            if (!running || (blockers.isEmpty() && phase.isEmpty())) {
                return;
            }
            blockers.forEach(b -> seen.put(b.pid(), b));
            long now = System.nanoTime();
            if (!blockers.isEmpty()) {
                lastWaitingNanos = now;
            }
            waited = Duration.ofNanos(now - startedNanos);
        } finally {
            lock.unlock();
        }
        listener.accept(new Waiting(blockers, phase, waited));
    }

    private void awaitSlowStatement() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                if (!running) {
                    idle = true;
                    changed.await();
                    idle = false;
                    continue;
                }
                long left = delay.toNanos() - (System.nanoTime() - startedNanos);
                if (left <= 0) {
                    return;
                }
                changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        lock.lock();
        try {
            long left = delay.toNanos();
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void stopWatching() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        Thread watching;
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            watching = thread;
        } finally {
            lock.unlock();
        }
        if (watching != null) {
            try {
                watching.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
