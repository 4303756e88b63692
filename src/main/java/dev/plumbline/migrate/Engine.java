package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.migrate.layout.MigrationDirectory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A migration directory and a database, and what can be done with them. Each call opens and closes its own session. */
public final class Engine {
    private final MigrationDirectory directory;
    private final Database database;
    private final Settings settings;
    private final Map<String, String> placeholderValues;
    private final Consumer<Event> events;
    private final Interruption interruption;

    /** {@code placeholderValues} is what {@code ${name}} in scripts stands for. */
    public Engine(
            MigrationDirectory directory,
            Database database,
            Settings settings,
            Map<String, String> placeholderValues,
            Consumer<Event> events,
            Interruption interruption) {
        this.directory = directory;
        this.database = database;
        this.settings = settings;
        this.placeholderValues = Map.copyOf(placeholderValues);
        this.events = events;
        this.interruption = interruption;
    }

    /** Where every migration stands. Writes nothing, not even the ledger. */
    public Status status() {
        Glances glances = Glances.ahead(directory);
        return reading(session -> status(session, glances));
    }

    /** The ledger's lines, in order. */
    public List<Run> history() {
        return reading(session -> new Ledger(session, settings).runs());
    }

    /** What {@link #apply} would run. */
    public Preview previewApply(Target target) {
        return reading(session -> {
            Status status = status(session);
            return Preview.of(Direction.UP, toApply(status, target, session), status.schemaVersion());
        });
    }

    /** What {@link #rollback} would run. */
    public Preview previewRollback(Target target) {
        return reading(session -> {
            Status status = status(session);
            return Preview.of(Direction.DOWN, toRollBack(status, target, session), status.schemaVersion());
        });
    }

    /** Applies what is pending, in order; what broke off earlier is settled and goes on first. */
    public Report apply(Target target) {
        Glances glances = Glances.ahead(directory);
        return running(Direction.UP, runner -> {
            Status status = settled(runner, glances);
            if (settings.acceptChanged()) {
                new Guardrails(settings).acceptChanged(status, runner.ledger, placeholders(runner.session), events);
                status = status(runner.session);
            }
            return new Chosen(status, toApply(status, target, runner.session));
        });
    }

    /** Undoes applied migrations, the newest first. */
    public Report rollback(Target target) {
        Glances glances = Glances.ahead(directory);
        return running(Direction.DOWN, runner -> {
            Status status = settled(runner, glances);
            return new Chosen(status, toRollBack(status, target, runner.session));
        });
    }

    /** Records what a person found out: that a migration is all there, or not at all. Returns what changed, in words. */
    public String resolve(String version, boolean applied) {
        return withRunner(runner -> {
            Status status = status(runner.session);
            return new Marking(runner, directory, placeholders(runner.session)).resolve(status, version, applied);
        });
    }

    /** Records everything up to a version as applied, without running it. Returns those marked. */
    public List<String> baseline(String version) {
        return withRunner(runner -> {
            Status status = status(runner.session);
            return new Marking(runner, directory, placeholders(runner.session)).baseline(status, version);
        });
    }

    private List<ScriptTask> toApply(Status status, Target target, Session session) throws SQLException {
        return new Selection(status, directory, settings, placeholders(session)).toApply(target);
    }

    private List<ScriptTask> toRollBack(Status status, Target target, Session session) throws SQLException {
        return new Selection(status, directory, settings, placeholders(session)).toRollBack(target);
    }

    /** The status after every broken run's open step is settled from the catalog. */
    private Status settled(Runner runner, Glances glances) throws SQLException {
        Status found = status(runner.session, glances);
        List<Run> open =
                found.entries().stream().flatMap(entry -> entry.open().stream()).toList();
        if (open.isEmpty()) {
            return found;
        }
        Recovery recovery = new Recovery(runner);
        for (Run run : open) {
            recovery.settle(run);
        }
        return status(runner.session);
    }

    private Status status(Session session) throws SQLException {
        return status(session, new Glances());
    }

    private Status status(Session session, Glances glances) throws SQLException {
        Ledger ledger = new Ledger(session, settings);
        return Status.of(directory, ledger.runs(), ledger, placeholders(session), glances);
    }

    private Placeholders placeholders(Session session) throws SQLException {
        String name = database.spec().database();
        if (!directory.layout().name().equals("flyway")) {
            return new Placeholders(directory.layout(), placeholderValues, name, "", settings.ledgerSchema());
        }
        String current = session.text("SELECT current_database()").orElse(name);
        String user = session.text("SELECT current_user").orElse("");
        return new Placeholders(directory.layout(), placeholderValues, current, user, settings.ledgerSchema());
    }

    /** The scripts to run, and the status that they were chosen from. */
    private record Chosen(Status status, List<ScriptTask> tasks) {}

    private Report running(Direction direction, Work<Chosen> choice) {
        long started = System.nanoTime();
        return withRunner(runner -> {
            Chosen chosen = choice.in(runner);
            List<Report.Done> finished = new ArrayList<>();
            for (ScriptTask task : chosen.tasks()) {
                refuseInterrupted();
                finished.add(new ScriptRun(runner, task).run());
            }
            // Every status reads every file and the ledger: with nothing to do, one is enough.
            Status after = finished.isEmpty() ? chosen.status() : status(runner.session);
            return new Report(
                    direction,
                    finished,
                    after.schemaVersion(),
                    after.in(State.PENDING).size() + after.in(State.FAILED).size(),
                    Duration.ofNanos(System.nanoTime() - started));
        });
    }

    private void refuseInterrupted() {
        if (interruption.requested()) {
            throw Problem.of(ProblemId.INTERRUPTED, "interrupted between two migrations")
                    .state("what was reported as applied is applied; nothing else was touched")
                    .remedy("go on: plumb apply")
                    .exception();
        }
    }

    /** Work that holds the runner's lock. */
    @FunctionalInterface
    private interface Work<T> {
        T in(Runner runner) throws SQLException;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T in(Session session) throws SQLException;
    }

    private <T> T withRunner(Work<T> work) {
        try (Runner runner = Runner.open(database, settings, events, interruption)) {
            return work.in(runner);
        } catch (SQLException e) {
            throw unexpected(e);
        }
    }

    private <T> T reading(Reading<T> work) {
        try (Session session = database.open()) {
            return work.in(session);
        } catch (SQLException e) {
            throw unexpected(e);
        }
    }

    private RuntimeException unexpected(SQLException e) {
        SqlFailure failure = SqlFailure.of(e);
        boolean lost = failure.isConnectionLost();
        return Problem.of(
                        lost ? ProblemId.CONNECTION_LOST : ProblemId.LEDGER_NOT_WRITABLE,
                        (lost
                                        ? "the connection to the server broke: "
                                        : "the server refused a query of Plumbline's own: ")
                                + failure.message())
                .at(database.spec().display())
                .state("what was reported as applied is applied and recorded")
                .remedy("see where it stands: plumb status")
                .exception(e);
    }
}
