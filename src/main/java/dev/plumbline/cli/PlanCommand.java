package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import dev.plumbline.cli.Arguments.Choice;
import dev.plumbline.cli.Arguments.Flag;
import dev.plumbline.cli.Arguments.Repeated;
import dev.plumbline.cli.Arguments.Required;
import dev.plumbline.db.ConnectionSpec;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.model.Schema;
import dev.plumbline.rehearse.Comparison;
import dev.plumbline.rehearse.Proposal;
import dev.plumbline.rehearse.WholeHistory;
import dev.plumbline.rehearse.Workshop;
import dev.plumbline.report.WrittenReport;
import dev.plumbline.source.SourceSpec;
import dev.plumbline.source.postgres.CatalogReader;
import dev.plumbline.source.replay.Replayed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class PlanCommand extends PlumbCommand {
    private final Required from = arguments.parameter("FROM", "what is there, such as migrations:DIR or db:URL");
    private final Required to = arguments.secondParameter("TO", "what is to be, such as sql:FILE");
    private final CompareOptions compare = new CompareOptions(arguments);
    private final Repeated allow =
            arguments.repeated("--allow", "WHAT", "lift a guardrail: destructive, to write what loses data");
    private final Choice<String> into = arguments.option(
            "--into", "DIR", "where to write (default: the directory of FROM, else migrations: of", "plumb.yml)");
    private final Flag dryRun = arguments.flag("--dry-run", "print the files, and write nothing");

    PlanCommand() {
        super("plan", "writes the migrations that lead from one schema to another, up and down");
        arguments.footer("Each is run on a throwaway PostgreSQL first; none is run anywhere else.");
    }

    @Override
    @Nullable
    Path typedDirectory() {
        return Sources.directory(from.value(), to.value());
    }

    @Override
    int run(Surroundings surroundings) {
        try (EarlyEnd end = EarlyEnd.of(surroundings, again())) {
            return plan(surroundings, end);
        }
    }

    private int plan(Surroundings surroundings, EarlyEnd end) {
        List<String> allowed = Guardrail.check(allow.values());
        new Sources(surroundings, "plan", from.value(), to.value()).refuseOtherFiles();
        refuseFile(into.value().orElse(""));
        Path directory = surroundings.path(directory(), "plan FROM TO --into");
        MigrationDirectory existing =
                MigrationDirectory.readOrEmpty(directory, surroundings.config().layout());
        MigrationFiles files = new MigrationFiles(existing);
        Comparison comparison = compare.comparison(surroundings, "plan", from.value(), to.value());
        CompareOptions.ask(surroundings, comparison);
        refuseLosses(comparison, allowed);
        // The proposal replays it once more, to what FROM was.
        files.refuseChanges(surroundings.config().layout(), again());
        boolean isContinued = isContinued(directory);
        boolean repeats = !existing.repeatables().migrations().isEmpty();
        Optional<Schema> there = isContinued
                ? Optional.of(comparison.diff().from())
                : repeats ? noteGap(surroundings, existing, comparison.diff().from()) : Optional.empty();
        WrittenHistory whole = new WrittenHistory(surroundings, existing, comparison, from.value(), to.value());
        WholeHistory history = whole.tried(there);
        Proposal proposal;
        try (Workshop shadow = isContinued
                ? Workshop.over(
                        replayed(surroundings, existing, comparison.diff().from()), surroundings.ledgerSchema())
                : CompareOptions.workshop(
                        surroundings, "plan", comparison.diff().from(), from.value(), to.value())) {
            proposal = history.needed(Proposal.of(comparison, history.drafts(), compare.form(), shadow));
        }
        history.refuse();
        if (!proposal.migrations().isEmpty() && !isContinued && !repeats) {
            noteGap(surroundings, existing, comparison.diff().from());
        }
        // Half of the migrations is none of anybody's use.
        end.finishing();
        List<String> written =
                write(proposal.migrations(), files, surroundings.config().layout());
        comparison
                .byHand()
                .forEach(it -> surroundings.remark(
                        "note: " + it + " differs and is not planned: write its statement by hand"));
        String nothing = comparison.byHand().isEmpty() && history.edits().isEmpty()
                ? "no difference: nothing to write\n"
                : "nothing to write: what differs is for you to write\n";
        surroundings.result(
                () -> written.isEmpty() ? nothing : WrittenReport.text(written), () -> WrittenReport.json(written));
        if (!written.isEmpty()) {
            surroundings.remark(
                    "planned for PostgreSQL " + comparison.diff().from().serverMajor());
        }
        boolean isWhole = !whole.tell(history);
        if ((!written.isEmpty() || !isWhole) && !dryRun.given()) {
            boolean loses = proposal.migrations().stream()
                    .anyMatch(migration -> !migration.lost().isEmpty());
            surroundings.remark((isWhole ? "next: " : "next: " + whole.correct(history) + ", then ")
                    + "plumb apply " + Shell.word(directory) + url()
                    + (loses ? " --allow " + Guardrail.DESTRUCTIVE : ""));
        }
        return isWhole ? 0 : 1;
    }

    private List<String> write(List<Proposal.Migration> migrations, MigrationFiles files, Optional<String> layout) {
        if (dryRun.given()) {
            return migrations.stream().map(MigrationFiles::text).toList();
        }
        return migrations.isEmpty() ? List.of() : files.write(migrations, layout, again());
    }

    /** The same command; its options are added where it is shown. */
    private String again() {
        return "plumb plan " + sources();
    }

    @Nullable
    private Path directory() {
        return into.value().map(Path::of).or(this::continued).orElse(null);
    }

    /** The directory that FROM is. */
    private Optional<Path> continued() {
        return SourceSpec.parse(from.value()) instanceof SourceSpec.Migrations migrations
                ? migrations.directory()
                : Optional.empty();
    }

    /** Whether the migrations are written after those that FROM was made by. */
    private boolean isContinued(Path directory) {
        if (into.value().isEmpty()) {
            return SourceSpec.parse(from.value()) instanceof SourceSpec.Migrations;
        }
        return continued().filter(it -> isSame(it, directory)).isPresent();
    }

    private static boolean isSame(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    private Replayed replayed(Surroundings surroundings, MigrationDirectory directory, Schema like) {
        return Sources.replayer(surroundings, "plan", Optional.of(like.serverMajor()), from.value(), to.value())
                .migrations(directory, surroundings.placeholders(), surroundings.ledgerSchema());
    }

    /**
     * What is written continues FROM; a directory that leads elsewhere does not hold together with it. Returns what it leads to, where
     * that is FROM.
     */
    private Optional<Schema> noteGap(Surroundings surroundings, MigrationDirectory existing, Schema before) {
        String path = existing.path().toString();
        Schema there;
        try (Replayed replayed = replayed(surroundings, existing, before)) {
            there = CatalogReader.read(replayed.database(), path, surroundings.ledgerSchema(), replayed::originOf);
        } catch (ProblemException e) {
            surroundings.remark("note: whether " + path + " leads to " + before.source() + " is not known: "
                    + e.problem().what());
            return Optional.empty();
        }
        int differences = SchemaDiff.of(there, before).changes().size();
        if (differences > 0) {
            surroundings.remark("note: " + path + " leads to another schema than " + before.source() + " ("
                    + differences + (differences == 1 ? " difference" : " differences")
                    + "): what is written runs there, and not after the rest of the directory\n  see them: plumb diff "
                    + Shell.word("migrations:" + path) + " " + Shell.word(Sources.shown(from.value())));
        }
        return Optional.of(there).filter(_ -> differences == 0);
    }

    /** Where FROM is a database by its address: that one, without its password. */
    private String url() {
        return SourceSpec.parse(from.value()) instanceof SourceSpec.Database database
                ? database.url()
                        .flatMap(ConnectionSpec::withoutPassword)
                        .map(url -> " --url " + Shell.word(url))
                        .orElse("")
                : "";
    }

    private String sources() {
        return Sources.line(from.value(), to.value());
    }

    private void refuseFile(String typed) {
        if (!typed.isBlank() && Files.isRegularFile(Path.of(typed))) {
            Path parent = Path.of(typed).resolveSibling("");
            throw Problem.of(ProblemId.DIRECTORY_MISSING, typed + " is a file; --into takes a directory")
                    .at(typed)
                    .state("nothing was written")
                    .remedy("plumb plan " + sources() + " --into "
                            + Shell.word(parent.toString().isEmpty() ? Path.of(".") : parent))
                    .exception();
        }
    }

    private void refuseLosses(Comparison comparison, List<String> allowed) {
        List<String> lost = comparison.lost();
        if (lost.isEmpty() || allowed.contains(Guardrail.DESTRUCTIVE)) {
            return;
        }
        throw Problem.of(ProblemId.DESTRUCTIVE_REFUSED, "the plan loses " + String.join(", ", lost))
                .state("nothing was written")
                .remedy(
                        "look at it: plumb diff " + sources() + compare.typed(),
                        "if that is meant: plumb plan " + sources() + " --allow destructive")
                .exception();
    }
}
