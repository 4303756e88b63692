package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import dev.plumbline.migrate.layout.Kind;
import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.migrate.layout.NewFile;
import dev.plumbline.migrate.layout.ScriptFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chooses which scripts run, and refuses before the first of them what would stop half way. */
final class Selection {
    private static final int NEAR = 3;

    private final Status status;
    private final MigrationDirectory directory;
    private final Settings settings;
    private final Placeholders placeholders;

    Selection(Status status, MigrationDirectory directory, Settings settings, Placeholders placeholders) {
        this.status = status;
        this.directory = directory;
        this.settings = settings;
        this.placeholders = placeholders;
    }

    /** Pending migrations in order. Every script is split first, so that a broken file stops the run before it starts. */
    List<ScriptTask> toApply(Target target) {
        Guardrails guardrails = new Guardrails(settings);
        guardrails.check(status);
        List<Entry> pending = status.pending();
        List<Entry> chosen =
                switch (target) {
                    case Target.Default() -> pending;
                    case Target.Steps(int count) ->
                        pending.stream().limit(count).toList();
                    case Target.To(String version) -> upTo(pending, version);
                };
        guardrails.refuseOutOfOrder(chosen, status);
        List<ScriptTask> tasks = chosen.stream().map(this::taskUp).toList();
        tasks.forEach(this::refuseTemplate);
        guardrails.refuseDestructive(tasks);
        return tasks;
    }

    /** What {@link #toApply} gives, and how each of it is undone. */
    List<RoundTask> toRehearse(Glances glances) {
        List<RoundTask> rounds = new ArrayList<>();
        for (ScriptTask up : toApply(new Target.Default())) {
            Migration migration = up.migration();
            Optional<String> why = Reversal.whyNot(migration, glances);
            Optional<ScriptTask> down = migration
                    .down()
                    .filter(_ -> why.isEmpty())
                    .map(file -> task(migration, Direction.DOWN, file, Optional.empty()));
            rounds.add(new RoundTask(new Round(migration, why), up, down));
        }
        return rounds;
    }

    /** What is left of a task that has failed. */
    ScriptTask again(ScriptTask task) {
        Optional<Run> open = status.entries().stream()
                .filter(entry -> entry.identity().equals(task.migration().identity()))
                .flatMap(entry -> entry.open().stream())
                .filter(run -> run.direction() == task.direction())
                .findFirst();
        return new ScriptTask(task.migration(), task.direction(), task.text(), open);
    }

    private ScriptTask taskUp(Entry entry) {
        Migration migration = entry.migration().orElseThrow();
        return task(
                migration, Direction.UP, migration.up(), entry.open().filter(run -> run.direction() == Direction.UP));
    }

    /** Recorded as applied, it would never run what is written into it later. */
    private void refuseTemplate(ScriptTask task) {
        if (task.script().statements().isEmpty()
                && task.text().rawChecksum().equals(ScriptText.checksum(NewFile.UP.getBytes(StandardCharsets.UTF_8)))) {
            Migration migration = task.migration();
            String files = Stream.concat(Stream.of(migration.up()), migration.down().stream())
                    .map(file -> Shell.word(file.path()))
                    .collect(Collectors.joining(" "));
            throw Problem.of(
                            ProblemId.TEMPLATE_UNTOUCHED,
                            task.name() + " is as plumb new wrote it: nobody has written its statements yet")
                    .at(migration.up().path().toString())
                    .state("nothing was applied")
                    .remedy(
                            "write them into " + migration.up().path() + ", then plumb apply",
                            "or take it away: rm " + files)
                    .exception();
        }
    }

    private List<Entry> upTo(List<Entry> pending, String version) {
        Entry last = named(version);
        int index = status.entries().indexOf(last);
        return pending.stream()
                .filter(entry -> status.entries().indexOf(entry) <= index)
                .toList();
    }

    /** Applied and partial migrations, newest first; all of their down scripts are known to exist before the first runs. */
    List<ScriptTask> toRollBack(Target target) {
        List<Entry> there = status.entries().stream()
                .filter(entry -> entry.state() == State.APPLIED || entry.state() == State.PARTIAL)
                // What Flyway's baseline script stands for was never run by itself.
                .filter(entry -> entry.applied().isPresent() || entry.open().isPresent())
                .filter(entry -> entry.kind() != Kind.REPEATABLE)
                .sorted(Comparator.comparingLong(Selection::appliedAs).reversed())
                .toList();
        List<Entry> chosen =
                switch (target) {
                    case Target.Default() -> there.stream().limit(1).toList();
                    case Target.Steps(int count) -> there.stream().limit(count).toList();
                    case Target.To(String version) -> after(there, version);
                };
        List<ScriptTask> tasks = new ArrayList<>();
        for (Entry entry : chosen) {
            tasks.add(taskDown(entry));
        }
        return tasks;
    }

    /** The ledger's order, so that what was applied last is undone first, also where versions were applied out of order. */
    private static long appliedAs(Entry entry) {
        return entry.open()
                .filter(run -> run.direction() == Direction.UP)
                .or(entry::applied)
                .map(Run::id)
                .orElse(Long.MAX_VALUE);
    }

    private List<Entry> after(List<Entry> there, String version) {
        if (version.equals("0")) {
            return there;
        }
        int index = status.entries().indexOf(named(version));
        return there.stream()
                .filter(entry -> status.entries().indexOf(entry) > index)
                .toList();
    }

    private ScriptTask taskDown(Entry entry) {
        Migration migration = entry.migration().orElseThrow(() -> Problem.of(
                        ProblemId.MIGRATION_MISSING, "cannot roll back " + entry.name() + ": it has no files")
                .state("nothing was rolled back")
                .remedy("check out the branch that has them")
                .exception());
        Optional<ScriptFile> down = migration.down();
        if (down.isEmpty()) {
            throw Problem.of(ProblemId.DOWN_MISSING, "cannot roll back " + entry.name() + ": it has no down script")
                    .at(migration.up().path().toString())
                    .state("nothing was rolled back")
                    .remedy(Stream.concat(
                                    directory.layout().down(migration).stream()
                                            .map(path -> "write what undoes it into " + path),
                                    Stream.of("or go forward: plumb new SLUG, with a migration that undoes it"))
                            .toArray(String[]::new))
                    .exception();
        }
        ScriptTask task = task(
                migration, Direction.DOWN, down.get(), entry.open().filter(run -> run.direction() == Direction.DOWN));
        if (task.script().directive("irreversible").isPresent()) {
            String reason = task.script().directive("irreversible").get().argument();
            throw Problem.of(
                            ProblemId.IRREVERSIBLE,
                            "cannot roll back " + entry.name() + ": its down script says that it is irreversible"
                                    + (reason.isBlank() ? "" : ": " + reason.strip()))
                    .at(down.get().path().toString())
                    .state("nothing was rolled back")
                    .remedy("go forward: plumb new SLUG, with a migration that undoes what can be undone")
                    .exception();
        }
        if (task.script().statements().isEmpty()
                && !placeholders
                        .read(migration, migration.up())
                        .script()
                        .statements()
                        .isEmpty()) {
            throw Problem.of(
                            ProblemId.DOWN_MISSING,
                            "cannot roll back " + entry.name() + ": its down script has no statement")
                    .at(down.get().path().toString())
                    .state("nothing was rolled back")
                    .remedy(
                            "write what undoes it; where there is nothing to undo: SELECT 1;",
                            "or, where it cannot be undone, the line -- plumb:irreversible REASON")
                    .exception();
        }
        return task;
    }

    private ScriptTask task(Migration migration, Direction direction, ScriptFile file, Optional<Run> resume) {
        ScriptText text = placeholders.read(migration, file);
        ScriptTask task = new ScriptTask(migration, direction, text, resume);
        // Cutting now refuses what cannot run before anything has.
        Resume.remaining(task);
        return task;
    }

    /** Whether a version was perhaps meant: the same digits, or the same up to where the typing stopped. */
    static boolean isNear(String identity, String typed) {
        String digits = typed.replaceAll("[^0-9]", "").replaceFirst("^0+", "");
        return !digits.isEmpty() && identity.replaceAll("[^0-9]", "").startsWith(digits);
    }

    private Stream<String> near(String version) {
        return status.entries().stream()
                .filter(entry -> isNear(entry.identity(), version))
                .sorted(Comparator.comparingInt(entry -> entry.identity().length()))
                .limit(NEAR)
                .map(entry -> "did you mean " + entry.name() + "?");
    }

    /** The entry of that version, or of that version and slug. */
    Entry named(String version) {
        List<Entry> found = status.entries().stream()
                .filter(entry -> entry.version().equals(version)
                        || entry.identity().equals(version)
                        || (entry.version() + "_" + entry.slug()).equals(version))
                .toList();
        if (found.size() != 1) {
            throw Problem.of(
                            ProblemId.VERSION_UNKNOWN,
                            found.isEmpty()
                                    ? "no migration has the version " + version
                                    : "several migrations have the version " + version + ": name one by version and"
                                            + " slug, as in " + found.getFirst().version() + "_"
                                            + found.getFirst().slug())
                    .at(directory.path().toString())
                    .state("nothing was changed")
                    .remedy(Stream.concat(near(version), Stream.of("see the versions there are: plumb status"))
                            .toArray(String[]::new))
                    .exception();
        }
        return found.getFirst();
    }
}
