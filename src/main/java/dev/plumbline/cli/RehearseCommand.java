package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.cli.Arguments.Choice;
import dev.plumbline.cli.Arguments.Flag;
import dev.plumbline.cli.Arguments.Repeated;
import dev.plumbline.config.Maximum;
import dev.plumbline.db.Database;
import dev.plumbline.migrate.Engine;
import dev.plumbline.migrate.Interruption;
import dev.plumbline.migrate.Round;
import dev.plumbline.migrate.Settings;
import dev.plumbline.migrate.Share;
import dev.plumbline.migrate.layout.Kind;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.rehearse.Limits;
import dev.plumbline.rehearse.Outcome;
import dev.plumbline.rehearse.Rehearsal;
import dev.plumbline.rehearse.Rehearsed;
import dev.plumbline.report.RehearseJson;
import dev.plumbline.report.RehearseReport;
import dev.plumbline.sql.Identifiers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

final class RehearseCommand extends DirectoryCommand {
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final Duration ROLLBACK = Duration.ofMinutes(1);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(4);

    private final Flag all =
            arguments.flag("--all", "every migration, also those that are applied to the database that is named");
    private final Choice<String> on = arguments.option(
            "--on", "URL", "on that database itself, a staging server's, which ends with what is pending applied");
    private final Repeated allow = arguments.repeated(
            "--allow", "WHAT", "lift a guardrail of --on: destructive, to run migrations that say they lose data");

    private final RowOptions rows = new RowOptions(arguments);

    RehearseCommand() {
        super("rehearse", "applies, rolls back and applies again on a throwaway PostgreSQL; measures every statement");
        arguments.footer(
                "What is pending on the database that is named; where none is, every migration.",
                "Exit code 1 where one fails, does not reverse, or breaks a limit of plumb.yml",
                "(max_exclusive_lock, max_window, max_rollback).");
    }

    @Override
    Optional<String> typedServer() {
        return on.value();
    }

    @Override
    int run(Surroundings surroundings) {
        on.value().ifPresent(url -> Surroundings.refuseEmpty("--on", url));
        List<String> allowed = Guardrail.check(allow.values());
        refuseContradictions();
        MigrationDirectory directory = surroundings.directory(typedDirectory(), "rehearse");
        Outcome outcome = on.value().isPresent()
                ? onServer(surroundings, directory, on.value().get().strip(), allowed)
                : onShadow(surroundings, directory);
        return outcome.isGood() ? 0 : 1;
    }

    private void refuseContradictions() {
        String other = all.given() ? "--all" : options.url.value().isPresent() ? "--url" : "";
        if (on.value().isPresent() && !other.isEmpty()) {
            throw Problem.of(ProblemId.USAGE, "--on and " + other + " exclude each other")
                    .remedy("leave out " + other + ": --on rehearses what is pending there")
                    .exception();
        }
        if (on.value().isPresent() && rows.given()) {
            throw Problem.of(ProblemId.USAGE, "--on and rows that are made up exclude each other")
                    .remedy("leave out --on: rows are only made on a throwaway server")
                    .exception();
        }
        if (on.value().filter("embedded"::equals).isPresent()) {
            throw Problem.of(ProblemId.USAGE, "--on names a server of yours; a throwaway one is used without it")
                    .remedy("leave out --on embedded")
                    .exception();
        }
    }

    private Outcome onShadow(Surroundings surroundings, MigrationDirectory directory) {
        try (EarlyEnd _ = EarlyEnd.of(surroundings, "plumb rehearse");
                Progress progress = Progress.ofShadow(
                        surroundings.terminal(), surroundings.options().quiet.given())) {
            Settings settings = surroundings
                    .settings(new Surroundings.Guards(Optional.empty(), false, false, true, false, true))
                    .withBudget(budget(surroundings));
            Rehearsal.Engines engines = (some, database) ->
                    new Engine(some, database, settings, surroundings.placeholders(), progress, new Interruption());
            Share share = share(surroundings, directory, engines);
            share.remarks().forEach(remark -> surroundings.remark("note: " + remark));
            Rehearsal rehearsal = rehearsal(surroundings, engines, rows.read(surroundings));
            Outcome outcome = rehearsal.onShadow(
                    new Rehearsal.Scripts(
                            directory,
                            surroundings.placeholders(),
                            Sources.replayer(surroundings, "rehearse", TargetVersion.ask(surroundings, "rehearse"))),
                    share,
                    new Rehearsal.Bounds(surroundings.config().lockTimeout().orElse(LOCK_TIMEOUT), bound(surroundings)),
                    note -> surroundings.remark("note: " + note));
            surroundings.result(
                    () -> share.pending().isEmpty()
                            ? nothing(surroundings.database("rehearse").spec().display())
                            : RehearseReport.summary(outcome, remarks(outcome, true), next(outcome, directory, false)),
                    () -> RehearseJson.document(outcome, Optional.empty()));
            return outcome;
        }
    }

    private Share share(Surroundings surroundings, MigrationDirectory directory, Rehearsal.Engines engines) {
        Optional<Surroundings.Named> named =
                surroundings.named().filter(it -> !it.url().equals("embedded"));
        if (all.given() || named.isEmpty()) {
            return new Share(List.of(), directory.onEmptyDatabase(), List.of());
        }
        try {
            return engines.of(directory, surroundings.database("rehearse")).share();
        } catch (ProblemException e) {
            Problem problem = e.problem();
            throw problem.remedy(Stream.concat(
                                    problem.remedies().stream(),
                                    Stream.of("or rehearse every migration, whatever is applied there: plumb rehearse"
                                            + " --all"))
                            .toArray(String[]::new))
                    .exception(e);
        }
    }

    private Outcome onServer(
            Surroundings surroundings, MigrationDirectory directory, String url, List<String> allowed) {
        Database named = surroundings.database(url, "rehearse");
        Database database = new Database(
                named.spec(),
                named.applicationName(),
                named.role(),
                named.lockTimeout(),
                Optional.of(bound(surroundings)));
        Settings settings = surroundings
                .settings(new Surroundings.Guards(
                        Optional.empty(), false, false, false, false, allowed.contains(Guardrail.DESTRUCTIVE)))
                .withBudget(budget(surroundings));
        try (EngineSession session = EngineSession.on(surroundings, directory, database, settings)) {
            List<Round> rounds = session.engine().previewRehearsal();
            Rehearsal rehearsal = rehearsal(surroundings, (_, _) -> session.engine(), Optional.empty());
            boolean agreed = rounds.isEmpty() || agreed(surroundings, session, rounds);
            Outcome outcome = agreed && !rounds.isEmpty()
                    ? rehearsal.on(
                            directory,
                            database,
                            rounds.stream().map(Round::migration).toList())
                    : new Outcome("", List.of(), List.of(), limits(surroundings), List.of(), List.of());
            surroundings.result(
                    () -> rounds.isEmpty()
                            ? nothing(session.databaseName())
                            : agreed
                                    ? RehearseReport.summary(
                                            outcome, remarks(outcome, false), next(outcome, directory, true))
                                    : "nothing was done\n",
                    () -> RehearseJson.document(outcome, Optional.of(session.databaseName())));
            return outcome;
        }
    }

    /** Says what will be done, and lets the person at the terminal decide. */
    private boolean agreed(Surroundings surroundings, EngineSession session, List<Round> rounds) {
        surroundings.insist(RehearseReport.announcement(rounds, session.databaseName()));
        if (options.yes.given()) {
            return true;
        }
        if (!surroundings.terminal().interactive() || options.json.given()) {
            throw Problem.of(ProblemId.USAGE, "rehearse --on changes a database, and nobody is there to agree")
                    .at(session.databaseName())
                    .state("nothing was done")
                    .remedy("if that is the right one: plumb rehearse --yes")
                    .exception();
        }
        return session.confirm("Rehearse them on " + session.databaseName() + "?");
    }

    private Rehearsal rehearsal(
            Surroundings surroundings, Rehearsal.Engines engines, Optional<Rehearsal.Rows> filling) {
        return new Rehearsal(
                engines,
                surroundings.ledgerSchema(),
                limits(surroundings),
                rehearsed -> tell(surroundings, rehearsed),
                filling);
    }

    private void tell(Surroundings surroundings, Rehearsed rehearsed) {
        surroundings.part(RehearseReport.text(rehearsed));
        if (options.json.given()) {
            surroundings.say(RehearseReport.headline(rehearsed));
        }
    }

    private static Limits limits(Surroundings surroundings) {
        Maximum maximum = surroundings.config().maximum();
        return new Limits(
                limit(maximum.exclusiveLock()),
                limit(maximum.window().or(() -> Optional.of(WINDOW))),
                limit(maximum.rollback().or(() -> Optional.of(ROLLBACK))));
    }

    private static Optional<Duration> limit(Optional<Duration> configured) {
        return configured.filter(it -> !it.isZero());
    }

    /** How long one statement may run: one that never ends is named, and one that only breaks the limit is measured. */
    private static Duration bound(Surroundings surroundings) {
        return surroundings.config().statementTimeout().orElseGet(() -> surroundings
                .config()
                .maximum()
                .window()
                .filter(window -> window.compareTo(WINDOW) > 0)
                .orElse(WINDOW));
    }

    private static Duration budget(Surroundings surroundings) {
        return surroundings.config().concurrentBudget().orElseGet(() -> bound(surroundings));
    }

    private String nothing(String database) {
        // What is applied to a server that stays is not rolled back there.
        String where = on.value().isPresent() ? ", on a throwaway PostgreSQL" : "";
        return "nothing is pending on " + database + ": nothing to rehearse\nnext: to rehearse what is applied, too"
                + where + ": plumb rehearse --all\n";
    }

    private static List<String> remarks(Outcome outcome, boolean shadow) {
        List<String> remarks = new ArrayList<>();
        outcome.unfilled()
                .forEach(table ->
                        remarks.add("no rows were made for " + Identifiers.qualified(table.schema(), table.name())
                                + ": there is no such table before the last of these migrations"));
        if (!outcome.filled().isEmpty()) {
            remarks.add(
                    "rows are made up: they are as many, as wide and as skewed as was said, and hold no value of anybody's");
        } else if (shadow) {
            remarks.add("the tables were empty but for what migrations write: how long locks are held where there are"
                    + " rows,\n      a server with rows tells: plumb rehearse --on URL");
        } else {
            remarks.add("WAL is the whole server's: that of other sessions is counted with it");
        }
        boolean told = outcome.migrations().stream()
                .flatMap(it -> Stream.concat(it.up().stream(), it.down().stream()))
                .allMatch(statement -> statement.temporary().isPresent());
        if (!told) {
            remarks.add("temporary files are not measured: only a superuser is told of them");
        }
        return remarks;
    }

    private List<String> next(Outcome outcome, MigrationDirectory directory, boolean there) {
        if (!outcome.isGood()) {
            // What was applied to a server that stays is not pending there any more.
            return List.of(
                    there && outcome.migrations().stream().noneMatch(RehearseReport::fails)
                            ? "correct that; then try it on a throwaway PostgreSQL: plumb rehearse --all"
                            : "correct that, then plumb rehearse");
        }
        List<String> next = new ArrayList<>();
        boolean missing = outcome.migrations().stream()
                .map(rehearsed -> rehearsed.round().migration())
                .anyMatch(migration -> migration.down().isEmpty()
                        && migration.kind() == Kind.VERSIONED
                        && directory.layout().down(migration).isPresent());
        if (missing) {
            next.add("to write the down scripts that are missing: plumb down");
        }
        next.add(there ? "where it matters: plumb apply --url URL" : "plumb apply");
        return next;
    }
}
