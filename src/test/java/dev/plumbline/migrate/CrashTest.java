package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cli.CommandRun;
import dev.plumbline.shadow.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Kills {@code apply} and {@code rollback} with SIGKILL wherever they may be. After each kill the status must tell what the
 * catalog shows, and a second run must reach what an undisturbed one reaches. {@code -Dcrash.kills=N} sets how often (the default
 * is 20), {@code -Dcrash.seed=N} repeats a run's choices.
 */
@Tag("database")
class CrashTest {
    private static final int FULL_RUN = 200;
    private static final int LEAST_PER_STATE = 10;
    private static final List<Moment> MOMENTS = List.of(
            Moment.ANY,
            Moment.IN_ALONE,
            Moment.IN_TRANSACTION,
            Moment.BEFORE,
            Moment.AT_RESULT,
            Moment.AFTER,
            Moment.WORKING,
            Moment.IN_ALONE,
            Moment.WORKING,
            Moment.IN_TRANSACTION);

    /** When to kill. Chance alone would hardly ever meet most of these. */
    private enum Moment {
        ANY,
        BEFORE,
        WORKING,
        IN_TRANSACTION,
        IN_ALONE,
        AT_RESULT,
        AFTER
    }

    /** Where a killed run was, as the ledger and the server's sessions show right after the kill. */
    private enum Caught {
        BEFORE,
        IN_TRANSACTION,
        IN_CONCURRENT_STATEMENT,
        BETWEEN_INTENT_AND_RESULT,
        BETWEEN_STEPS,
        AFTER
    }

    private final int kills = Integer.getInteger("crash.kills", 20);
    private final long seed = Long.getLong("crash.seed", System.nanoTime() & 0xFFFFFF);
    private final Random random = new Random(seed);
    private final Map<Integer, String> templates = new HashMap<>();
    private final Map<String, CatalogSnapshot> undisturbed = new HashMap<>();
    private final Map<Caught, Map<Direction, Integer>> counts = new EnumMap<>(Caught.class);
    private final List<AutoCloseable> holds = new ArrayList<>();
    private Path migrations = Path.of("");
    private String admin = "";
    private int databases;

    @TempDir
    Path directory;

    @Test
    void survivesBeingKilledAnywhere() throws Exception {
        migrations = CrashProject.write(directory.resolve("migrations"));
        String base = TestServer.shared().newDatabase();
        admin = TestServer.shared().adminUrl();
        templates.put(0, base);
        try (Sql sql = new Sql(base)) {
            sql.run(CrashProject.BASE);
        }
        long started = System.nanoTime();
        try {
            for (int done = 0; done < kills; ) {
                Moment moment = MOMENTS.get(done % MOMENTS.size());
                // A run that ended before it was killed counts for nothing.
                done += new Kill(moment).happens() ? 1 : 0;
            }
        } finally {
            System.out.println(table(Duration.ofNanos(System.nanoTime() - started)));
        }
        if (kills >= FULL_RUN) {
            for (Caught caught : Caught.values()) {
                assertThat(total(caught))
                        .as(caught + " with crash.seed=" + seed)
                        .isGreaterThanOrEqualTo(LEAST_PER_STATE);
            }
        }
    }

    private int total(Caught caught) {
        return counts.getOrDefault(caught, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private String table(Duration time) {
        StringBuilder text = new StringBuilder("crash.seed=" + seed + ", " + time.toSeconds() + " s\n");
        text.append("%-28s %7s %9s%n".formatted("killed", "apply", "rollback"));
        for (Caught caught : Caught.values()) {
            Map<Direction, Integer> by = counts.getOrDefault(caught, Map.of());
            text.append("%-28s %7d %9d%n"
                    .formatted(
                            caught.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                            by.getOrDefault(Direction.UP, 0),
                            by.getOrDefault(Direction.DOWN, 0)));
        }
        return text.toString();
    }

    /** A database in which the first {@code version} migrations are applied, to be copied. */
    private String template(int version) throws SQLException {
        String known = templates.get(version);
        if (known == null) {
            known = copy(template(version - 1));
            assertThat(plumb(known, "apply", "--steps", "1").exitCode()).isZero();
            templates.put(version, known);
        }
        return known;
    }

    private String copy(String template) throws SQLException {
        String name = "crash" + databases++;
        try (Sql sql = new Sql(admin)) {
            sql.run("CREATE DATABASE " + name + " TEMPLATE " + name(template));
        }
        return admin.replaceFirst("[^/]*$", name);
    }

    private static String name(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private CommandRun plumb(String url, String command, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command, migrations.toString(), "--url", url));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    /** One run that is killed, looked at and run again. */
    private final class Kill {
        private final Moment moment;
        private final Direction direction = random.nextBoolean() ? Direction.UP : Direction.DOWN;
        private final boolean terminate = random.nextBoolean();
        private final int from;
        private final String url;
        private final String context;

        Kill(Moment moment) throws SQLException {
            this.moment = moment;
            this.from = start();
            this.url = copy(template(from));
            this.context = "crash.seed=%d, kill %d, %s from version %d, %s"
                    .formatted(seed, databases, direction, from, moment);
        }

        /** How many migrations are applied when the run starts, so that what it meets first is what is wanted. */
        private int start() {
            boolean up = direction == Direction.UP;
            List<Integer> fitting = IntStream.rangeClosed(1, CrashProject.size())
                    .filter(version -> switch (moment) {
                        case ANY, BEFORE, WORKING -> up ? version == 1 : version == CrashProject.size();
                        case IN_TRANSACTION -> version == 1 || version == CrashProject.size();
                        case IN_ALONE, AT_RESULT -> !park(version).isEmpty();
                        case AFTER -> up ? version == CrashProject.size() : version == 1;
                    })
                    .boxed()
                    .toList();
            int first = fitting.get(random.nextInt(fitting.size()));
            return up ? first - 1 : first;
        }

        private String park(int version) {
            CrashProject.Sample sample = CrashProject.sample(version);
            return direction == Direction.UP ? sample.parkUp() : sample.parkDown();
        }

        private int firstVersion() {
            return direction == Direction.UP ? from + 1 : from;
        }

        boolean happens() throws Exception {
            boolean killed = false;
            try (Sql sql = new Sql(url)) {
                if (moment == Moment.IN_TRANSACTION) {
                    hold("LOCK TABLE account IN SHARE MODE");
                } else if (moment == Moment.IN_ALONE || moment == Moment.AT_RESULT) {
                    hold("LOCK TABLE " + park(firstVersion()) + " IN ROW EXCLUSIVE MODE");
                }
                try (ChildPlumb child = start(command())) {
                    awaitMoment(sql, child);
                    killed = child.kill();
                    if (killed) {
                        Caught caught = classify(sql, child);
                        counts.computeIfAbsent(caught, _ -> new EnumMap<>(Direction.class))
                                .merge(direction, 1, Integer::sum);
                        lookAndGoOn(sql, child);
                    }
                }
            } finally {
                release();
            }
            try (Sql sql = new Sql(admin)) {
                sql.run("DROP DATABASE " + name(url) + " WITH (FORCE)");
            }
            return killed;
        }

        private String[] command(String... options) {
            List<String> arguments = new ArrayList<>();
            arguments.add(direction == Direction.UP ? "apply" : "rollback");
            if (direction == Direction.DOWN) {
                arguments.addAll(List.of("--to", "0"));
            }
            arguments.addAll(List.of(options));
            return arguments.toArray(String[]::new);
        }

        private ChildPlumb start(String[] command) throws IOException {
            List<String> arguments = new ArrayList<>(List.of(command));
            arguments.addAll(List.of(migrations.toString(), "--url", url));
            return ChildPlumb.start(directory.resolve("child.txt"), arguments.toArray(String[]::new));
        }

        private void hold(String sql) throws SQLException {
            Sql session = new Sql(url);
            holds.add(session);
            session.run("BEGIN; " + sql);
        }

        private void release() throws Exception {
            for (AutoCloseable hold : holds) {
                hold.close();
            }
            holds.clear();
        }

        /** Returns when it is time to kill. */
        private void awaitMoment(Sql sql, ChildPlumb child) throws Exception {
            String mine = "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name LIKE '"
                    + child.applicationName() + "'";
            String waits = mine + " AND wait_event_type = 'Lock'";
            switch (moment) {
                case ANY -> Thread.sleep(random.nextInt(3_000));
                case BEFORE -> Thread.sleep(random.nextInt(300));
                case WORKING -> {
                    // Most of a short run's time is the start of its process.
                    sql.await("to_regclass('plumb.migration_run') IS NOT NULL");
                    sql.await(began());
                    Thread.sleep(random.nextInt(400));
                }
                case IN_TRANSACTION -> {
                    sql.await(waits);
                    Thread.sleep(random.nextInt(200));
                }
                case IN_ALONE -> {
                    sql.await(waits);
                    Thread.sleep(random.nextInt(100));
                    if (random.nextBoolean()) {
                        // Into the later phases of the statement.
                        release();
                        Thread.sleep(random.nextInt(20));
                    }
                }
                case AT_RESULT -> {
                    sql.await(waits);
                    AutoCloseable writer = holds.removeFirst();
                    // A query would keep its snapshot, and a concurrent build would wait for it.
                    hold("LOCK TABLE plumb.migration_step IN EXCLUSIVE MODE");
                    writer.close();
                    sql.await(waits + " AND query LIKE '%migration_step%'");
                    Thread.sleep(random.nextInt(50));
                }
                case AFTER -> sql.await(finished());
            }
        }

        /** Whether the last migration of the run is done. */
        private String finished() {
            String last = direction == Direction.UP ? "%02d".formatted(CrashProject.size()) : "01";
            return "SELECT count(*) > 0 FROM plumb.migration_run WHERE version = '" + last + "' AND result = 'done'"
                    + " AND direction = '" + direction + "'";
        }

        /** Whether something of the run is recorded. */
        private String began() {
            return "SELECT count(*) > 0 FROM plumb.migration_run WHERE direction = '" + direction
                    + "' AND version = '%02d'".formatted(firstVersion());
        }

        private Caught classify(Sql sql, ChildPlumb child) throws SQLException {
            List<String> sessions = sql.rows("SELECT state, xact_start IS NOT NULL, query FROM pg_stat_activity"
                    + " WHERE application_name LIKE '" + child.applicationName()
                    + "' AND query NOT LIKE '%pg_blocking%'");
            if (!sql.is("to_regclass('plumb.migration_step') IS NOT NULL")) {
                return Caught.BEFORE;
            }
            if (sql.is(finished())) {
                return Caught.AFTER;
            }
            List<String> intended = sql.rows("SELECT statement FROM plumb.migration_step WHERE state = 'intended'");
            boolean active = sessions.stream().anyMatch(session -> session.startsWith("active|"));
            if (!intended.isEmpty()) {
                return sessions.stream().anyMatch(s -> s.startsWith("active|") && s.contains(intended.getFirst()))
                        ? Caught.IN_CONCURRENT_STATEMENT
                        : Caught.BETWEEN_INTENT_AND_RESULT;
            }
            if (sessions.stream().anyMatch(s -> s.startsWith("idle in transaction"))
                    || (active && sessions.stream().anyMatch(s -> s.contains("|t|")))) {
                return Caught.IN_TRANSACTION;
            }
            return sql.is(began()) ? Caught.BETWEEN_STEPS : Caught.BEFORE;
        }

        private void lookAndGoOn(Sql sql, ChildPlumb child) throws Exception {
            assertThat(plumb(url, "status", "--json").exitCode()).as(context).isZero();
            if (terminate) {
                if (sql.is(backendsGone(child))) {
                    checkStatus(sql);
                }
                // What was in the way goes away some time later, as it would.
                int delay = random.nextInt(300);
                CompletableFuture<Void> released = CompletableFuture.runAsync(() -> releaseAfter(delay));
                checkRerun(sql, child, plumb(url, command()[0], rerunOptions("--terminate-orphans")));
                released.join();
            } else {
                release();
                sql.await(backendsGone(child));
                checkStatus(sql);
                checkRerun(sql, child, plumb(url, command()[0], rerunOptions()));
            }
        }

        private String[] rerunOptions(String... options) {
            String[] all = command(options);
            return List.of(all).subList(1, all.length).toArray(String[]::new);
        }

        private void releaseAfter(int delay) {
            try {
                Thread.sleep(delay);
                release();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private static String backendsGone(ChildPlumb child) {
            return "SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name LIKE '" + child.applicationName()
                    + "'";
        }

        private void checkRerun(Sql sql, ChildPlumb child, CommandRun rerun) throws Exception {
            assertThat(rerun.exitCode())
                    .as(
                            "%s%n%s%nkilled run:%n%s%nsecond run:%n%s%s",
                            context, ledger(sql), child.text(), rerun.out(), rerun.err())
                    .isZero();
            assertThat(CatalogSnapshot.of(sql).parts())
                    .as("%s%n%s%nsecond run:%n%s", context, ledger(sql), rerun.out())
                    .isEqualTo(undisturbed().parts());
            checkStatus(sql);
            assertThat(sql.rows("SELECT identity FROM plumb.migration_run WHERE direction = '" + direction
                            + "' AND result = 'done' GROUP BY identity HAVING count(*) > 1"))
                    .as(context + ": done twice")
                    .isEmpty();
        }

        private CatalogSnapshot undisturbed() throws SQLException {
            String key = direction + " from " + (direction == Direction.UP ? 0 : from);
            CatalogSnapshot known = undisturbed.get(key);
            if (known == null) {
                String other = copy(template(from));
                assertThat(plumb(other, command()[0], rerunOptions()).exitCode())
                        .isZero();
                try (Sql sql = new Sql(other)) {
                    known = CatalogSnapshot.of(sql);
                }
                undisturbed.put(key, known);
            }
            return known;
        }

        /** Holds what the status says of each migration against the catalog. */
        private void checkStatus(Sql sql) throws SQLException {
            CommandRun status = plumb(url, "status", "--json");
            assertThat(status.exitCode()).as(context + status.err()).isZero();
            List<String> lies = new ArrayList<>();
            for (Told told : Told.of(status.out())) {
                int version = told.version();
                for (CrashProject.Effect effect : CrashProject.sample(version).effects()) {
                    String wanted = told.wants(effect);
                    if (!wanted.isEmpty() && !sql.is(wanted)) {
                        lies.add(version + " is said to be " + told + ", but not: " + wanted);
                        break;
                    }
                }
            }
            assertThat(lies)
                    .as("%s%n%s%n%s", context, ledger(sql), status.out())
                    .isEmpty();
        }

        private String ledger(Sql sql) throws SQLException {
            if (!sql.is("to_regclass('plumb.migration_step') IS NOT NULL")) {
                return "no ledger";
            }
            return "runs: "
                    + String.join(
                            "; ", sql.rows("SELECT id, version, direction, result FROM plumb.migration_run ORDER BY 1"))
                    + "\nsteps: "
                    + String.join(
                            "; ",
                            sql.rows("SELECT run_id, ordinal, first_statement, last_statement, state, statement"
                                    + " FROM plumb.migration_step ORDER BY 1, 2"));
        }
    }

    /**
     * What the status says of one migration.
     *
     * @param begun the statement whose end is not known, or 0
     */
    private record Told(int version, String state, String direction, int done, int begun) {
        @SuppressWarnings("unchecked")
        static List<Told> of(String json) {
            Map<String, Object> status =
                    (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(json);
            List<Map<String, Object>> migrations =
                    (List<Map<String, Object>>) status.getOrDefault("migrations", List.of());
            return migrations.stream().map(Told::of).toList();
        }

        private static Told of(Map<String, Object> migration) {
            int done = (int) migration.getOrDefault("statementsDone", 0);
            String remarks = String.valueOf(migration.get("remarks"));
            return new Told(
                    Integer.parseInt(String.valueOf(migration.get("version"))),
                    String.valueOf(migration.get("state")),
                    String.valueOf(migration.getOrDefault("direction", "up")),
                    done,
                    remarks.contains("was begun") ? done + 1 : 0);
        }

        /** The condition that must hold of an effect, or empty where both may be. */
        String wants(CrashProject.Effect effect) {
            int at = direction.equals("up") ? effect.up() : effect.down();
            boolean ran = at <= done;
            return switch (state) {
                case "applied" -> effect.there();
                case "pending", "failed" -> effect.absent();
                case "partial" -> at == begun ? "" : ran == direction.equals("up") ? effect.there() : effect.absent();
                default -> throw new AssertionError("an unknown state: " + this);
            };
        }
    }
}
