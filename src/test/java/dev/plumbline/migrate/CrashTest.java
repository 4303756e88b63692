package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.migrate.CrashRun.Moment;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills {@code apply} and {@code rollback} with SIGKILL in every state they can be in, and at random. {@link Steering} brings a
 * run there, {@link CrashChecks} says what must be true afterwards. {@code -Dcrash.kills=N} sets how often (the default is 20),
 * {@code -Dcrash.seed=N} repeats a run's choices.
 */
@Tag("database")
class CrashTest {
    private static final int FULL_RUN = 200;
    private static final int LEAST_PER_STATE = 10;
    private static final List<Moment> MOMENTS = List.of(
            Moment.ANY,
            Moment.BEFORE,
            Moment.IN_TRANSACTION,
            Moment.WORKING,
            Moment.IN_ALONE,
            Moment.LATE_IN_ALONE,
            Moment.AT_RESULT,
            Moment.WORKING,
            Moment.BETWEEN_STEPS,
            Moment.AFTER);

    private record Kill(Caught caught, Direction direction, boolean byChance) {}

    private final int kills = Integer.getInteger("crash.kills", 20);
    private final long seed = Long.getLong("crash.seed", System.nanoTime() & 0xFFFFFF);
    private final Random random = new Random(seed);
    private final Map<Caught, List<Kill>> counts = new EnumMap<>(Caught.class);

    @TempDir
    Path directory;

    @Test
    void survivesBeingKilledAnywhere() throws Exception {
        CrashDatabases databases = new CrashDatabases(directory.resolve("migrations"));
        long started = System.nanoTime();
        try {
            for (int done = 0, tried = 0; done < kills; tried++) {
                String name = "crash.seed=%d, run %d".formatted(seed, tried);
                CrashRun run = CrashRun.choose(MOMENTS.get(done % MOMENTS.size()), random, name, databases);
                // A run that ended before it was killed counts for nothing.
                done += kill(run, databases) ? 1 : 0;
                databases.drop(run.url());
            }
        } finally {
            System.out.println(table(Duration.ofNanos(System.nanoTime() - started)));
        }
        if (kills >= FULL_RUN) {
            for (Caught caught : Caught.values()) {
                assertThat(counts.getOrDefault(caught, List.of()))
                        .as(caught + " with crash.seed=" + seed)
                        .hasSizeGreaterThanOrEqualTo(LEAST_PER_STATE);
            }
        }
    }

    /** Starts the run, kills it at its moment and checks what is left; returns whether it was still there to be killed. */
    private boolean kill(CrashRun run, CrashDatabases databases) throws Exception {
        try (Sql sql = new Sql(run.url());
                Steering steering = new Steering(run, sql)) {
            steering.block();
            try (ChildPlumb child = databases.start(run, directory.resolve("child.txt"))) {
                steering.awaitMoment(child, random);
                child.freeze();
                Caught caught = Caught.of(run, child, sql);
                if (!child.kill()) {
                    return false;
                }
                run.moment()
                        .state()
                        .ifPresent(wanted -> assertThat(caught).as(run.name()).isEqualTo(wanted));
                count(new Kill(caught, run.direction(), run.moment().state().isEmpty()));
                steering.killed();
                goOn(new CrashChecks(databases, run, child, sql), steering, sql, child);
                return true;
            }
        }
    }

    private void goOn(CrashChecks checks, Steering steering, Sql sql, ChildPlumb child) throws Exception {
        checks.statusAnswers();
        if (random.nextBoolean()) {
            steering.release();
            sql.await(child.gone());
            checks.statusIsTrue();
            checks.secondRunReachesTheEnd();
            return;
        }
        if (sql.is(child.gone())) {
            checks.statusIsTrue();
        }
        // What was in the way goes away some time later, as it would.
        int delay = random.nextInt(300);
        CompletableFuture<Void> released = CompletableFuture.runAsync(() -> releaseAfter(delay, steering));
        checks.secondRunReachesTheEnd("--terminate-orphans");
        released.join();
    }

    private static void releaseAfter(int delay, Steering steering) {
        try {
            Thread.sleep(delay);
            steering.release();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void count(Kill kill) {
        counts.computeIfAbsent(kill.caught(), _ -> new ArrayList<>()).add(kill);
    }

    private String table(Duration time) {
        StringBuilder text = new StringBuilder("crash.seed=" + seed + ", " + time.toSeconds() + " s\n");
        text.append("%-28s %7s %9s %10s%n".formatted("killed", "apply", "rollback", "by chance"));
        for (Caught caught : Caught.values()) {
            List<Kill> of = counts.getOrDefault(caught, List.of());
            long apply =
                    of.stream().filter(kill -> kill.direction() == Direction.UP).count();
            long byChance = of.stream().filter(Kill::byChance).count();
            text.append("%-28s %7d %9d %10d%n".formatted(caught, apply, of.size() - apply, byChance));
        }
        return text.toString();
    }
}
