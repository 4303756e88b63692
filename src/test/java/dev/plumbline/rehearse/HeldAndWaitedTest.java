package dev.plumbline.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.risk.LockMode;
import dev.plumbline.shadow.TestServer;
import dev.plumbline.sql.SourceText;
import dev.plumbline.sql.Splitter;
import dev.plumbline.sql.Statement;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How long a lock is said to be held is how long others really wait for it: while a script runs that is measured, other sessions read
 * and write every few milliseconds. A known sleep keeps the lock; both times are measured in the same run and compared.
 */
@Tag("database")
class HeldAndWaitedTest {
    private static final long SLEEP_MILLIS = 1_000;

    /** What a probe's own statement, the server's scheduler and a busy machine may add or take. */
    private static final Duration TOLERANCE = Duration.ofMillis(400);

    private static final Duration PAUSE = Duration.ofMillis(3);

    @ParameterizedTest
    @CsvSource({
        "ALTER TABLE probed ADD COLUMN more text,                 true,  true",
        "CREATE INDEX ON probed (id),                             false, true",
        "ALTER TABLE probed VALIDATE CONSTRAINT positive,         false, false",
    })
    void whatIsReportedIsWhatOthersWait(String sql, boolean keepsReaders, boolean keepsWriters) throws Exception {
        String url = TestServer.shared().newDatabase();
        Database database = Database.own(url, "plumb test");
        try (Session session = database.open()) {
            session.execute("CREATE TABLE probed (id int); INSERT INTO probed SELECT generate_series(1, 1000);"
                    + " ALTER TABLE probed ADD CONSTRAINT positive CHECK (id > 0) NOT VALID");
            Duration reading;
            Duration writing;
            List<Measured> measured;
            AtomicBoolean over = new AtomicBoolean();
            CountDownLatch began = new CountDownLatch(2);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Duration> reads =
                        threads.submit(() -> longestWait(database, "SELECT id FROM probed LIMIT 1", over, began));
                Future<Duration> writes =
                        threads.submit(() -> longestWait(database, "INSERT INTO probed VALUES (1)", over, began));
                began.await();
                try {
                    measured = rehearsed(session, database, sql + "; SELECT pg_sleep(" + SLEEP_MILLIS + " / 1000.0)");
                } finally {
                    over.set(true);
                }
                reading = reads.get();
                writing = writes.get();
            }
            compare("readers", reported(measured, LockMode::blocksReads), reading, keepsReaders);
            compare("writers", reported(measured, LockMode::blocksWrites), writing, keepsWriters);
        }
    }

    /** The time that is reported and the time of measuring are what others wait in the rehearsal. */
    private static Duration reported(List<Measured> measured, Predicate<LockMode> such) {
        return measured.stream()
                .flatMap(statement -> statement.longest(such).stream())
                .map(lock -> lock.held().plus(lock.measuring()))
                .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    private static void compare(String whom, Duration reported, Duration waited, boolean keeps) {
        String what = whom + ": reported " + reported + ", waited " + waited;
        System.out.println(what);
        if (keeps) {
            assertThat(waited).as(what).isGreaterThan(Duration.ofMillis(SLEEP_MILLIS / 2));
            assertThat(reported.minus(waited).abs()).as(what).isLessThan(TOLERANCE);
        } else {
            assertThat(reported).as(what).isZero();
            assertThat(waited).as(what).isLessThan(Duration.ofMillis(SLEEP_MILLIS));
        }
    }

    private static List<Measured> rehearsed(Session session, Database database, String text) throws SQLException {
        try (Gauge gauge = new Gauge(session, database, "plumb", false)) {
            gauge.begin(Path.of("1_probed.up.sql"));
            session.execute("BEGIN");
            for (Statement statement :
                    Splitter.split(SourceText.of("1_probed.up.sql", text)).statements()) {
                gauge.before(statement, false);
                long sent = System.nanoTime();
                session.execute(statement.text());
                gauge.after(statement, false, Duration.ofNanos(System.nanoTime() - sent));
            }
            session.execute("COMMIT");
            gauge.committed();
            return gauge.measured();
        }
    }

    private static Duration longestWait(Database database, String sql, AtomicBoolean over, CountDownLatch began)
            throws SQLException, InterruptedException {
        Duration longest = Duration.ZERO;
        try (Session session = database.open()) {
            session.execute(sql);
            began.countDown();
            while (!over.get()) {
                long sent = System.nanoTime();
                session.execute(sql);
                Duration waited = Duration.ofNanos(System.nanoTime() - sent);
                longest = longest.compareTo(waited) > 0 ? longest : waited;
                Thread.sleep(PAUSE);
            }
        }
        return longest;
    }
}
