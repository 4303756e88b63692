package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What stops an {@code apply} that could have run, and which flag lifts it. */
final class Guardrails {
    private static final int NAMED = 5;

    private final Settings settings;

    Guardrails(Settings settings) {
        this.settings = settings;
    }

    /** Throws the first problem that stands in the way of applying. */
    void check(Status status) {
        refuseUnfinishedRollback(status);
        refuseHalfMissing(status);
        refuseMissing(status);
        refuseChanged(status);
    }

    /** Migrations that say of themselves that they lose data, as generated ones do. */
    void refuseDestructive(List<ScriptTask> tasks) {
        List<ScriptTask> destructive = tasks.stream()
                .filter(task -> task.resume().isEmpty()
                        && task.script().directive("destructive").isPresent())
                .toList();
        if (destructive.isEmpty() || settings.allowDestructive()) {
            return;
        }
        int before = tasks.indexOf(destructive.getFirst());
        throw Problem.of(
                        ProblemId.DESTRUCTIVE_REFUSED,
                        destructive.size() == 1
                                ? "migration " + destructive.getFirst().name() + " says that it loses data"
                                : destructive.size() + " migrations say that they lose data")
                .at(destructive.stream()
                        .limit(NAMED)
                        .map(task -> task.text().file().path().toString())
                        .toArray(String[]::new))
                .state("nothing was applied")
                .remedy(Stream.concat(
                                Stream.of("read it; if that is meant, and what is lost is kept elsewhere: plumb apply"
                                        + " --allow destructive"),
                                before == 0
                                        ? Stream.empty()
                                        : Stream.of("or apply only what comes before: plumb apply --steps " + before))
                        .toArray(String[]::new))
                .exception();
    }

    private static void refuseUnfinishedRollback(Status status) {
        for (Entry entry : status.in(State.PARTIAL)) {
            if (entry.open().filter(run -> run.direction() == Direction.DOWN).isPresent()) {
                throw Problem.of(
                                ProblemId.ROLLBACK_UNFINISHED,
                                "a rollback of " + entry.name() + " broke off: " + String.join("; ", entry.remarks()))
                        .state("nothing was applied")
                        .remedy(
                                "finish it: plumb rollback",
                                "or, when it is undone or whole by hand: plumb resolve " + entry.version()
                                        + " --as rolled-back|applied")
                        .exception();
            }
        }
    }

    /** No flag lifts it: passed over, it would stay half there, and nobody would be told. */
    private static void refuseHalfMissing(Status status) {
        for (Entry entry : status.in(State.PARTIAL)) {
            if (entry.has(Entry.Flag.MISSING)) {
                throw Problem.of(
                                ProblemId.MIGRATION_MISSING,
                                "a run of " + entry.name() + " broke off, and its file is gone: "
                                        + String.join("; ", entry.remarks()))
                        .state("nothing was applied")
                        .remedy(
                                "bring its file back, then plumb apply",
                                "or finish or undo it by hand, then plumb resolve " + entry.version()
                                        + " --as applied|rolled-back")
                        .exception();
            }
        }
    }

    private void refuseMissing(Status status) {
        List<Entry> missing = with(status, Entry.Flag.MISSING);
        if (!missing.isEmpty() && !settings.ignoreMissing()) {
            // Another project's versions may be the same here and there: 1 is everybody's first.
            int known =
                    status.in(State.APPLIED).size() + status.in(State.PARTIAL).size();
            boolean most = missing.size() > 1 && missing.size() * 2 > known;
            throw Problem.of(
                            ProblemId.MIGRATION_MISSING,
                            most
                                    ? missing.size() + " of the " + known + " applied migrations have no file here"
                                    : counted(
                                            missing,
                                            "applied migration has no file",
                                            "applied migrations have no file"))
                    .at(missing.stream()
                            .limit(NAMED)
                            .map(entry -> entry.name() + renamed(entry, status))
                            .toArray(String[]::new))
                    .state("nothing was applied")
                    .remedy(
                            most
                                    ? "is this the right directory, and the right database? See what was applied to it: plumb history"
                                    : "check out the branch that has them, or give a renamed file its old name back",
                            "or go on without their files: plumb apply --ignore-missing")
                    .exception();
        }
    }

    /** Where a missing migration's file went, as far as a pending one of the same name or version tells. */
    private static String renamed(Entry missing, Status status) {
        return status.in(State.PENDING).stream()
                .filter(entry -> entry.version().equals(missing.version())
                        || (!missing.slug().isEmpty() && entry.slug().equals(missing.slug())))
                .findFirst()
                .flatMap(Entry::migration)
                .map(migration -> ": renamed to " + migration.up().path() + "?")
                .orElse("");
    }

    private void refuseChanged(Status status) {
        List<Entry> changed = changed(status);
        if (!changed.isEmpty() && !settings.acceptChanged()) {
            throw Problem.of(
                            ProblemId.MIGRATION_CHANGED,
                            counted(changed, "applied migration has changed", "applied migrations have changed")
                                    + " since")
                    .at(changed.stream()
                            .limit(NAMED)
                            .map(entry -> entry.name() + ": " + entry.remarks().getFirst())
                            .toArray(String[]::new))
                    .state("nothing was applied")
                    .remedy(Stream.concat(
                                    changed.stream()
                                            .filter(Guardrails::wasEmpty)
                                            .map(Guardrails::again),
                                    Stream.of(
                                            "restore the file, and put the change into a new migration: plumb new SLUG",
                                            "or, when the database already is as the file says: plumb apply"
                                                    + " --accept-changed"))
                            .toArray(String[]::new))
                    .exception();
        }
    }

    /** Whether it held no statement when it was applied. */
    private static boolean wasEmpty(Entry entry) {
        return entry.applied().filter(run -> run.statements() == 0).isPresent();
    }

    private static String again(Entry entry) {
        return entry.name() + " held no statement when it was applied; to run it now: plumb resolve " + entry.version()
                + " --as rolled-back, then plumb apply";
    }

    /** Refuses to apply {@code next} where newer ones are applied. */
    void refuseOutOfOrder(List<Entry> next, Status status) {
        List<Entry> late = next.stream()
                .filter(entry -> entry.has(Entry.Flag.OUT_OF_ORDER))
                .toList();
        if (!late.isEmpty() && !settings.outOfOrder()) {
            throw Problem.of(
                            ProblemId.OUT_OF_ORDER,
                            counted(late, "pending migration is", "pending migrations are") + " older than "
                                    + status.schemaVersion().orElse("the newest")
                                    + ", which is applied: databases that get them in another order may differ")
                    .at(names(late))
                    .state("nothing was applied")
                    .remedy(
                            "give it a new version after the newest: plumb new SLUG",
                            "or, where the order does not matter: plumb apply --out-of-order")
                    .exception();
        }
    }

    /** What {@link #acceptChanged} would say. */
    void previewAccepted(Status status, Consumer<Event> events) {
        if (settings.acceptChanged()) {
            changed(status)
                    .forEach(entry ->
                            events.accept(new Event.Remark("would accept the changed text of " + entry.name())));
        }
    }

    /** Takes over the new texts of changed migrations, one line each. */
    void acceptChanged(Status status, Ledger ledger, Placeholders placeholders, Consumer<Event> events)
            throws SQLException {
        for (Entry entry : changed(status)) {
            ScriptText text = placeholders.read(
                    entry.migration().orElseThrow(),
                    entry.migration().orElseThrow().up());
            ledger.accept(entry.applied().orElseThrow(), text);
            events.accept(new Event.Remark("accepted the changed text of " + entry.name()));
        }
    }

    /** Those that are applied; of a partial one only the rest counts, and {@link Resume} looks at that. */
    private static List<Entry> changed(Status status) {
        return with(status, Entry.Flag.CHANGED).stream()
                .filter(entry -> entry.state() == State.APPLIED)
                .toList();
    }

    private static List<Entry> with(Status status, Entry.Flag flag) {
        return status.entries().stream().filter(entry -> entry.has(flag)).toList();
    }

    private static String counted(List<Entry> entries, String one, String many) {
        return entries.size() + " " + (entries.size() == 1 ? one : many);
    }

    private static String[] names(List<Entry> entries) {
        return entries.stream().limit(NAMED).map(Entry::name).toArray(String[]::new);
    }
}
