package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.migrate.Durations;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/** The main job, shown on a real server that is broken on purpose. Every command in it is run, none is staged. */
final class DemoCommand extends PlumbCommand {
    DemoCommand() {
        super("demo", "migrates an embedded PostgreSQL, breaks it half way, recovers; leaves nothing behind");
    }

    @Override
    int run(Surroundings surroundings) {
        if (options.url.value().isPresent()) {
            throw Problem.of(ProblemId.USAGE, "the demo breaks its database on purpose, so it takes none but its own")
                    .remedy("plumb demo")
                    .exception();
        }
        AtomicReference<Optional<DemoStage>> open = new AtomicReference<>(Optional.empty());
        try (EarlyEnd _ = EarlyEnd.ofDemo(surroundings, () -> open.get().ifPresent(DemoStage::discard))) {
            return play(surroundings.terminal(), open);
        }
    }

    private static int play(Terminal terminal, AtomicReference<Optional<DemoStage>> open) {
        long started = System.nanoTime();
        try (DemoStage stage = DemoStage.open(terminal)) {
            open.set(Optional.of(stage));
            stage.print("A throwaway PostgreSQL " + stage.serverVersion() + " runs, with the schema of an inference"
                    + " platform to be migrated.\n");
            everyday(stage);
            failingStatement(stage);
            killedRunner(stage);
            heldLock(stage);
            terminal.print(summary(Duration.ofNanos(System.nanoTime() - started)));
            return 0;
        } catch (IOException | SQLException | InterruptedException | ExecutionException e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw Problem.of(ProblemId.EMBEDDED_START_FAILED, "the demo could not go on: " + e.getMessage())
                    .remedy("run it again: plumb demo")
                    .exception(e);
        }
    }

    private static void everyday(DemoStage stage) {
        stage.title("1  Apply, look, roll back, apply again");
        stage.expect(0, "apply");
        stage.expect(0, "status");
        stage.expect(0, "rollback", "--to", "202511150030", "--yes");
        stage.expect(0, "apply");
    }

    private static void failingStatement(DemoStage stage) throws IOException, SQLException {
        stage.title("2  A migration whose third statement fails: nothing of it stays");
        stage.migration("202511160010_spending_limits", """
                CREATE TABLE spending_limits (organization_id uuid PRIMARY KEY REFERENCES organizations);
                ALTER TABLE spending_limits ADD COLUMN monthly_limit numeric(12,4) NOT NULL;
                CREATE INDEX spending_limits_month_idx ON spending_limits (month);
                """, "DROP TABLE spending_limits;\n");
        stage.expect(3, "apply");
        stage.fact("Is the table of its first statement there? "
                + stage.ask("SELECT CASE WHEN to_regclass('spending_limits') IS NULL THEN 'no' ELSE 'yes' END"));
        stage.migration("202511160010_spending_limits", """
                CREATE TABLE spending_limits (organization_id uuid PRIMARY KEY REFERENCES organizations);
                ALTER TABLE spending_limits ADD COLUMN monthly_limit numeric(12,4) NOT NULL;
                CREATE INDEX spending_limits_monthly_limit_idx ON spending_limits (monthly_limit);
                """, "DROP TABLE spending_limits;\n");
        stage.fact("The file is corrected; no flag needs clearing:");
        stage.expect(0, "apply");
    }

    private static void killedRunner(DemoStage stage)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        stage.title("3  A runner killed with SIGKILL inside CREATE INDEX CONCURRENTLY");
        stage.migration(
                "202511160020_users_created_index",
                "CREATE INDEX CONCURRENTLY users_created_at_idx ON users (created_at);\n",
                "DROP INDEX CONCURRENTLY users_created_at_idx;\n");
        String validity = "SELECT CASE WHEN indisvalid THEN 'valid' ELSE 'invalid' END FROM pg_index"
                + " WHERE indexrelid = 'users_created_at_idx'::regclass";
        try (DemoStage.Visitor writer = stage.visitor("checkout-service");
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            writer.begin("LOCK TABLE users IN ROW EXCLUSIVE MODE");
            stage.fact("Another service has an open transaction on the table; plumb apply starts, and waits for it.");
            Process runner = stage.startRunner();
            long pid = stage.awaitIndexBuild();
            runner.destroyForcibly().waitFor();
            stage.fact("kill -9 of plumb apply, in the middle of the build. The server does not notice: backend " + pid
                    + " is " + stage.ask("SELECT state FROM pg_stat_activity WHERE pid = " + pid)
                    + ", and the index is " + stage.ask(validity) + ".");
            stage.expect(0, "status");
            Future<?> leaving = executor.submit(() -> {
                stage.awaitEnd(pid);
                writer.end();
                return true;
            });
            stage.expect(0, "apply", "--terminate-orphans");
            leaving.get();
        }
        stage.fact("The index is " + stage.ask(validity) + " now.");
    }

    private static void heldLock(DemoStage stage)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        stage.title("4  A report holds a lock that the migration needs");
        stage.migration(
                "202511160030_organization_country",
                "ALTER TABLE organizations ADD COLUMN country text;\n",
                "ALTER TABLE organizations DROP COLUMN country;\n");
        try (DemoStage.Visitor report = stage.visitor("nightly-report");
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            report.begin("SELECT count(*) FROM organizations");
            Future<?> leaving = executor.submit(() -> {
                stage.awaitRetries();
                report.end();
                return true;
            });
            stage.expect(0, "apply");
            leaving.get();
        }
    }

    private static String summary(Duration took) {
        return """

                In %s: migrations were applied and rolled back; a failing one left nothing behind; a killed runner's
                half-built index was found and rebuilt; a lock was waited for without making others queue behind it.
                The server and its files are gone.

                Next:
                  ./plumb status DIR --url postgres://…    where your own database stands; writes nothing
                  ./plumb apply DIR --dry-run --url …      what would run, cut as it would commit
                  ./plumb new add_users_email DIR          the next migration's files
                """.formatted(Durations.text(took));
    }
}
