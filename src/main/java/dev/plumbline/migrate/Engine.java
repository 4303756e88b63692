package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.migrate.layout.MigrationDirectory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A migration directory and a database, and what can be done with them. Each call opens and closes its own session. */
public final class Engine {
    private final MigrationDirectory directory;
    private final Database database;
    private final Settings settings;
    private final PlaceholderValues placeholderValues;
    private final Consumer<Event> events;
    private final Interruption interruption;
    private final Access access;

    /** {@code placeholderValues} is what {@code ${name}} in scripts stands for. */
    public Engine(
            MigrationDirectory directory,
            Database database,
            Settings settings,
            PlaceholderValues placeholderValues,
            Consumer<Event> events,
            Interruption interruption) {
        this.directory = directory;
        this.database = database;
        this.settings = settings;
        this.placeholderValues = placeholderValues;
        this.events = events;
        this.interruption = interruption;
        this.access = new Access(database, settings, events, interruption);
    }

    /** Where every migration stands. Writes nothing, not even the ledger. */
    public Status status() {
        Glances glances = Glances.ahead(directory);
        return access.reading(session -> {
            Status status = status(session, glances);
            // Of other users' sessions more is shown to the user who logged in than to the role that owns the tables.
            session.execute("SET ROLE NONE");
            return status.with(RunnerLock.holder(session, settings));
        });
    }

    /** What {@link #apply} would run. */
    public Preview previewApply(Target target) {
        return access.previewing(session -> {
            Status status = status(session);
            new Guardrails(settings).previewAccepted(status, events);
            tellNotes(status);
            return Preview.of(Direction.UP, toApply(status, target, session), status.schemaVersion());
        });
    }

    /** What {@link #rollback} would run. */
    public Preview previewRollback(Target target) {
        return access.previewing(session -> {
            Status status = status(session);
            return Preview.of(Direction.DOWN, toRollBack(status, target, session), status.schemaVersion());
        });
    }

    /** Applies what is pending, in order; what broke off earlier is settled and goes on first. */
    public Report apply(Target target) {
        Glances glances = Glances.ahead(directory);
        return running(Direction.UP, target, runner -> {
            Status status = settled(runner, Direction.UP, glances);
            if (settings.acceptChanged()) {
                new Guardrails(settings).acceptChanged(status, runner.ledger, placeholders(runner.session), events);
                status = status(runner.session);
            }
            tellNotes(status);
            return new Chosen(status, toApply(status, target, runner.session));
        });
    }

    /** Undoes applied migrations, the newest first. */
    public Report rollback(Target target) {
        Glances glances = Glances.ahead(directory);
        return running(Direction.DOWN, target, runner -> {
            Status status = settled(runner, Direction.DOWN, glances);
            return new Chosen(status, toRollBack(status, target, runner.session));
        });
    }

    /** What is applied, and what {@link #apply} would apply; refuses what that refuses before it chooses. */
    public Share share() {
        Glances glances = Glances.ahead(directory);
        return access.reading(session -> {
            Status status = status(session, glances);
            new Guardrails(settings).check(status);
            tellNotes(status);
            return Share.of(status);
        });
    }

    /** What {@link #rehearse} would do. */
    public List<Round> previewRehearsal() {
        Glances glances = Glances.ahead(directory);
        return access.previewing(session -> {
            Status status = status(session, glances);
            tellNotes(status);
            return selection(status, session).toRehearse(glances).stream()
                    .map(RoundTask::round)
                    .toList();
        });
    }

    /**
     * Takes each pending migration through a {@link Round}, in order. What broke off earlier is settled first. A statement that fails is
     * the examiner's affair; all else that goes wrong is thrown.
     */
    public void rehearse(Examiner examiner) {
        Glances glances = Glances.ahead(directory);
        access.asRunner(runner -> {
            Status status = settled(runner, Direction.UP, glances);
            List<RoundTask> tasks = selection(status, runner.session).toRehearse(glances);
            new Rounds(runner, examiner, () -> selection(status(runner.session), runner.session)).run(tasks);
            return tasks.size();
        });
    }

    /** Records that all of a migration is in the database. Returns what changed, in words. */
    public String resolveAsApplied(String version) {
        return access.asRunner(runner -> {
            Status status = status(runner.session);
            return new Marking(runner, directory, placeholders(runner.session)).resolveAsApplied(status, version);
        });
    }

    /** Records everything up to a version as applied, without running it. Returns those marked. */
    public List<String> baseline(String version) {
        return access.asRunner(runner -> {
            Status status = status(runner.session);
            return new Marking(runner, directory, placeholders(runner.session)).baseline(status, version);
        });
    }

    /** What was left aside is not applied: whoever counts on it must see that. */
    private void tellNotes(Status status) {
        status.notes().forEach(note -> events.accept(new Event.Remark("note: " + note)));
    }

    private Selection selection(Status status, Session session) throws SQLException {
        return new Selection(status, directory, settings, placeholders(session));
    }

    private List<ScriptTask> toApply(Status status, Target target, Session session) throws SQLException {
        return selection(status, session).toApply(target);
    }

    private List<ScriptTask> toRollBack(Status status, Target target, Session session) throws SQLException {
        return selection(status, session).toRollBack(target);
    }

    /** The status after every broken run's open step is settled from the catalog. */
    private Status settled(Runner runner, Direction direction, Glances glances) throws SQLException {
        Status found = status(runner.session, glances);
        List<Run> open =
                found.entries().stream().flatMap(entry -> entry.open().stream()).toList();
        if (open.isEmpty()) {
            return found;
        }
        Recovery recovery = new Recovery(runner, placeholderValues.secrets());
        for (Run run : open) {
            recovery.settle(run, command(direction));
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
        if (!directory.layout().hasPlaceholders()) {
            return new Placeholders(directory.layout(), placeholderValues, name, "", settings.ledgerSchema());
        }
        String current = session.text("SELECT current_database()").orElse(name);
        String user = session.text("SELECT current_user").orElse("");
        return new Placeholders(directory.layout(), placeholderValues, current, user, settings.ledgerSchema());
    }

    /** The scripts to run, and the status that they were chosen from. */
    private record Chosen(Status status, List<ScriptTask> tasks) {}

    private Report running(Direction direction, Target target, Access.Work<Chosen> choice) {
        long started = System.nanoTime();
        return access.asRunner(runner -> {
            Chosen chosen = choice.in(runner);
            List<Report.Done> finished = new ArrayList<>();
            for (ScriptTask task : chosen.tasks()) {
                runner.goOnWith(goOn(direction, target, chosen.tasks().size() - finished.size()));
                refuseInterrupted(runner, direction);
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

    private void refuseInterrupted(Runner runner, Direction direction) {
        if (interruption.requested()) {
            throw Problem.of(ProblemId.INTERRUPTED, "interrupted between two migrations")
                    .state(String.join("; ", runner.cleanedUp())
                            + (runner.cleanedUp().isEmpty() ? "" : "; ")
                            + (direction == Direction.UP
                                    ? "what was reported as applied is applied; nothing else was touched"
                                    : "what was reported as rolled back is rolled back; nothing else was touched"))
                    .remedy("go on: " + runner.goOn())
                    .exception();
        }
    }

    /** The command that does what is left. Typed again as it was, {@code --steps} would count from here. */
    private static String goOn(Direction direction, Target target, int left) {
        return command(direction)
                + switch (target) {
                    case Target.Default() -> "";
                    case Target.Steps(int _) -> " --steps " + left;
                    case Target.To(String version) -> " --to " + Shell.word(version);
                };
    }

    private static String command(Direction direction) {
        return direction == Direction.UP ? "plumb apply" : "plumb rollback";
    }
}
