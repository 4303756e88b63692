package dev.plumbline.migrate;

import dev.plumbline.db.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session that holds the runner's lock.
 *
 * @param pid         its backend
 * @param application its application_name, in words where it is a runner's
 * @param user        the user who logged in
 * @param since       when it connected; empty where we may not see it
 * @param age         for how long it is connected, by the server's clock; empty where we may not see it
 * @param gone        whether it is known that its process has ended, so that the server will notice
 */
public record LiveRunner(
        int pid, String application, String user, Optional<Instant> since, Optional<Duration> age, boolean gone) {
    /** Class and object of the advisory lock are its parameters. */
    private static final String QUERY =
            "SELECT a.pid, coalesce(a.application_name, ''), coalesce(a.usename, ''), a.backend_start,"
                    + " extract(epoch FROM clock_timestamp() - a.backend_start) * 1000"
                    + " FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory'"
                    + " AND l.granted AND l.classid = ?::bigint::oid AND l.objid = ?::bigint::oid AND l.objsubid = 2"
                    + " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    /** Who holds the lock now. The session must be the login's own user: others see neither when it came nor much else. */
    static Optional<LiveRunner> find(Session session, long lockClass, long lockObject) throws SQLException {
        return session
                .query(
                        QUERY,
                        row -> {
                            String application = row.getString(2);
                            @Nullable OffsetDateTime start = row.getObject(4, OffsetDateTime.class);
                            return new LiveRunner(
                                    row.getInt(1),
                                    RunnerName.describe(application),
                                    row.getString(3),
                                    Optional.ofNullable(start).map(OffsetDateTime::toInstant),
                                    Optional.ofNullable(start == null ? null : row.getDouble(5))
                                            .map(millis -> Duration.ofMillis((long) (double) millis)),
                                    RunnerName.isDead(application));
                        },
                        lockClass,
                        lockObject)
                .stream()
                .findFirst();
    }

    /** {@code plumb apply, process 12 on host (pid 34, user app, connected for 5 min)}. */
    public String describe() {
        return application + " (pid " + pid + ", user " + user
                + age.map(age -> ", connected for " + Durations.text(age)).orElse("") + ")";
    }
}
