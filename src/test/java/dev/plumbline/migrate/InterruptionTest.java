package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.GoldenProblem;
import dev.plumbline.ProblemId;
import dev.plumbline.migrate.Workbench.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs that are stopped: the message tells the database's state, and the next run goes on. */
@Tag("database")
class InterruptionTest extends DatabaseBench {
    /** Condition: no DROP is at work. */
    private static final String DROPS = "SELECT count(*) = 0 FROM pg_stat_activity WHERE state = 'active'"
            + " AND query LIKE 'DROP INDEX%' AND datname = current_database()";

    private void interrupt() {
        try {
            bench.interruption().request();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private ChildPlumb child(String... more) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("apply", bench.directory().toString(), "--url", url));
        arguments.addAll(List.of(more));
        return ChildPlumb.start(directory.resolve("child.txt"), arguments.toArray(String[]::new));
    }

    @Test
    void anInterruptionWhileALockIsWaitedFor() throws Exception {
        bench.up(1, "ALTER TABLE item ADD COLUMN note text;\n")
                .lockTimeout(Duration.ofMillis(400), 10)
                .listener(event -> {
                    if (event instanceof Event.Waits) {
                        interrupt();
                    }
                });
        try (Sql holder = holding("LOCK TABLE item IN ACCESS SHARE MODE");
                CutProxy proxy = new CutProxy(URI.create(url).getPort())) {
            // As if the cancel arrived when the lock's time was up already.
            proxy.swallowCancels();
            Outcome outcome = bench.applyBy(proxy.url(url));
            outcome.fails(
                    ProblemId.INTERRUPTED,
                    "the run was stopped while it waited for a lock; in the way: pid "
                            + holder.one("SELECT pg_backend_pid()") + " (reporting",
                    "rolled back: " + NOTHING);
            assertThat(outcome.of(Event.Retry.class)).isEmpty();
        }
        bench = new Workbench(bench.directory(), url);
        goesOn();
    }

    @Test
    void anInterruptionBetweenTwoRollbacks() throws Exception {
        for (int version = 1; version <= 3; version++) {
            bench.up(version, "CREATE TABLE made" + version + " (id int);\n")
                    .down(version, "DROP TABLE made" + version + ";\n");
        }
        bench.apply().succeeds();
        bench.listener(event -> {
            if (event instanceof Event.Finished) {
                interrupt();
            }
        });
        Outcome outcome = bench.rollback(new Target.To("0"));
        outcome.fails(
                ProblemId.INTERRUPTED,
                "interrupted between two migrations",
                "what was reported as rolled back is rolled back; nothing else was touched");
        assertThat(outcome.problem().orElseThrow().remedies()).containsExactly("go on: plumb rollback --to 0");
        assertThat(exists("made3")).isFalse();
        assertThat(exists("made2")).isTrue();
    }

    @Test
    void aSignalDuringATransaction() throws Exception {
        bench.up(1, SLEEPER);
        try (ChildPlumb child = child()) {
            sql.await(SLEEPS);
            child.process().destroy();
            assertThat(child.exitCode()).as(child.text()).isEqualTo(3);
            String text = child.text();
            GoldenProblem.check(
                    ProblemId.INTERRUPTED,
                    text.substring(text.indexOf("interrupted:")).replaceAll("--url \\S+", "--url <url>"),
                    directory + "/",
                    "");
        }
        assertThat(exists("made")).isFalse();
        goesOn();
    }

    @Test
    void aSignalDuringAConcurrentBuild() throws Exception {
        bench.up(1, NAME_INDEX);
        try (Sql writer = writing();
                ChildPlumb child = child()) {
            sql.await(WAITS);
            child.process().destroy();
            sql.await("SELECT count(*) = 0 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'CREATE INDEX%'"
                    + " AND datname = current_database()");
            writer.run("ROLLBACK");
            assertThat(child.exitCode()).as(child.text()).isEqualTo(3);
            assertThat(child.text()).contains("interrupted").contains("broke off and left it invalid; it was removed");
        }
        assertThat(exists("item_name_idx")).isFalse();
        goesOn();
    }

    @Test
    void anInterruptedBuildWhoseIndexCannotBeRemoved() throws Exception {
        bench.up(1, NAME_INDEX);
        try (Sql writer = writing()) {
            CompletableFuture<Outcome> run = bench.applying();
            sql.await(WAITS);
            interrupt();
            run.join()
                    .fails(
                            ProblemId.INTERRUPTED,
                            "the run was stopped: the running statement was cancelled",
                            "no statement of 1 step is done; the build of index public.item_name_idx broke off and left"
                                    + " it invalid, and removing it failed too (canceling statement due to statement"
                                    + " timeout); the next run removes it");
            writer.run("ROLLBACK");
        }
        bench = new Workbench(bench.directory(), url);
        goesOn();
    }

    @Test
    void aSignalWhileAnInvalidIndexIsRemoved() throws Exception {
        bench.up(1, NAME_INDEX);
        try (Sql writer = writing()) {
            applyUntilItWaits();
            try (ChildPlumb child = child("--json", "--to", "1")) {
                sql.await(DROPS.replace("count(*) = 0", "count(*) > 0"));
                child.process().destroy();
                // The writer is still there: nothing but the cancel ends the wait.
                assertThat(child.exitCode()).as(child.text()).isEqualTo(3);
                sql.await(DROPS);
                assertThat(child.text())
                        .contains("the run was stopped while it cleaned up after statement 1 of 1 step")
                        .contains("index public.item_name_idx broke off and left it invalid, and that is still so; the"
                                + " next run goes on from there")
                        .containsPattern("do     go on: plumb apply \\S+ --url \\S+ --to 1\n")
                        .contains("\"id\" : \"interrupted\"");
            }
            writer.run("ROLLBACK");
        }
        goesOn();
        assertThat(isValid("item_name_idx")).isTrue();
    }

    @Test
    void anInterruptionAfterACleanUp() throws Exception {
        bench.up(1, NAME_INDEX);
        breakBuildOff();
        try (CutProxy proxy = new CutProxy(URI.create(url).getPort())) {
            // The cancel arrives when the index is gone already.
            proxy.swallowCancels();
            bench.listener(event -> {
                if (event instanceof Event.Recovered) {
                    interrupt();
                }
            });
            bench.applyBy(proxy.url(url))
                    .fails(
                            ProblemId.INTERRUPTED,
                            "interrupted between two migrations",
                            "of an earlier run the build of index public.item_name_idx broke off and left it invalid,"
                                    + " and it is removed now; what was reported as applied is applied; nothing else was"
                                    + " touched");
        }
        assertThat(exists("item_name_idx")).isFalse();
    }

    @Test
    void aSignalWhileAnotherRunnerWorks() throws Exception {
        bench.up(1, "CREATE TABLE made (id int);\n");
        try (Sql other = new Sql(url)) {
            other.run("SELECT pg_advisory_lock(" + 0x706C756D + ", " + "plumb".hashCode() + ")");
            try (ChildPlumb child = child()) {
                while (!child.text().contains("waiting for another runner")) {
                    assertThat(child.process().isAlive()).as(child.text()).isTrue();
                    Thread.sleep(20);
                }
                child.process().destroy();
                assertThat(child.exitCode()).as(child.text()).isEqualTo(3);
                assertThat(child.text())
                        .contains("interrupted while waiting for another runner")
                        .contains("nothing was changed by this run");
            }
        }
        assertThat(exists("made")).isFalse();
        goesOn();
    }
}
