package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.migrate.Workbench.Outcome;
import dev.plumbline.shadow.TestServer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A database for each test, with a table to work on, a session beside the engine's, and a bench of migrations. */
abstract class DatabaseBench {
    /** Makes a table, then sleeps as long as the table {@code pause} says. */
    static final String SLEEPER = """
            CREATE TABLE made (id int);
            SELECT pg_sleep(seconds) FROM pause;
            CREATE TABLE made_after (id int);
            """;

    static final String NAME_INDEX = "CREATE INDEX CONCURRENTLY item_name_idx ON item (name);\n";
    static final String NOTHING = "nothing of 1 step is in the database";

    /** Condition: {@link #SLEEPER} is asleep. */
    static final String SLEEPS =
            "SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(seconds)%' AND state = 'active'"
                    + " AND wait_event = 'PgSleep' AND datname = current_database()";

    /** Condition: a runner waits for a lock. */
    static final String WAITS = "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            + " AND datname = current_database() AND pid <> pg_backend_pid() AND application_name ~ '^(workbench|plumb)'";

    @TempDir
    Path directory;

    String url = "";
    Sql sql;
    Workbench bench;

    @BeforeEach
    void open() throws Exception {
        open(TestServer.shared().newDatabase());
    }

    final void open(String at) throws Exception {
        url = at;
        sql = new Sql(at);
        bench = new Workbench(directory.resolve("migrations"), at);
        sql.run("CREATE TABLE pause (seconds int); INSERT INTO pause VALUES (60)");
        sql.run("CREATE TABLE item (id int, name text)");
        sql.run("INSERT INTO item SELECT i, 'item ' || i FROM generate_series(1, 3000) i");
    }

    @AfterEach
    void close() throws Exception {
        sql.close();
    }

    /** Another session, in a transaction that holds a lock. */
    final Sql holding(String lock) throws Exception {
        Sql holder = new Sql(url);
        holder.run("SET application_name = 'reporting'");
        holder.run("BEGIN; " + lock);
        return holder;
    }

    /** Another session, in whose way a concurrent build on {@code item} is. */
    final Sql writing() throws Exception {
        return holding("LOCK TABLE item IN ROW EXCLUSIVE MODE");
    }

    final boolean exists(String relation) throws Exception {
        return sql.is("to_regclass('" + relation + "') IS NOT NULL");
    }

    final boolean isValid(String index) throws Exception {
        return sql.is("SELECT indisvalid FROM pg_index WHERE indexrelid = '" + index + "'::regclass");
    }

    final void terminateRunner() throws Exception {
        sql.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name = '" + Workbench.APPLICATION
                + "' AND query !~ 'pg_blocking_pids|create_index'");
    }

    /** Applies, and terminates the backend when it waits for a lock. */
    final Outcome applyUntilItWaits() throws Exception {
        CompletableFuture<Outcome> run = bench.applying();
        sql.await(WAITS);
        terminateRunner();
        return run.join();
    }

    /** Applies a concurrent build that breaks off, since its backend is terminated while it waits for a writer. */
    final Outcome breakBuildOff() throws Exception {
        try (Sql writer = writing()) {
            Outcome outcome = applyUntilItWaits();
            // The next run must not find the lock: a session's end is not awaited.
            writer.run("ROLLBACK");
            return outcome;
        }
    }

    /** Sees that the migration 1 is applied by the next run. */
    final void goesOn() throws Exception {
        sql.run("UPDATE pause SET seconds = 0");
        bench.apply().succeeds();
        assertThat(bench.state("1")).isEqualTo(State.APPLIED);
    }
}
