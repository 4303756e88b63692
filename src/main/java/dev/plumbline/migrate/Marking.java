package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.migrate.layout.Kind;
import dev.plumbline.migrate.layout.MigrationDirectory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes into the ledger what a person knows and no run did. */
final class Marking {
    private final Runner runner;
    private final MigrationDirectory directory;
    private final Placeholders placeholders;

    Marking(Runner runner, MigrationDirectory directory, Placeholders placeholders) {
        this.runner = runner;
        this.directory = directory;
        this.placeholders = placeholders;
    }

    String resolveAsApplied(Status status, String version) throws SQLException {
        Entry entry = new Selection(status, directory, runner.settings, placeholders).named(version);
        if (entry.state() == State.APPLIED) {
            throw nothingToResolve(entry.name(), entry.state());
        }
        runner.session.execute("BEGIN");
        if (entry.open().isPresent()) {
            runner.ledger.abandon(entry.open().get());
        }
        runner.ledger.mark(
                entry.identity(), entry.version(), entry.slug(), Direction.UP, Run.Result.RESOLVED, text(entry));
        runner.session.execute("COMMIT");
        return resolution(entry.name(), entry.state(), State.APPLIED);
    }

    /** Records that nothing of a migration is there. Needs no file: what was applied before is of no interest any more. */
    static String resolveAsRolledBack(Runner runner, Run last, Standing standing) throws SQLException {
        if (standing.state() == State.PENDING) {
            throw nothingToResolve(last.name(), standing.state());
        }
        runner.session.execute("BEGIN");
        if (standing.open().isPresent()) {
            runner.ledger.abandon(standing.open().get());
        }
        runner.ledger.mark(
                last.identity(), last.version(), last.slug(), Direction.DOWN, Run.Result.RESOLVED, Optional.empty());
        runner.session.execute("COMMIT");
        return resolution(last.name(), standing.state(), State.PENDING);
    }

    private static RuntimeException nothingToResolve(String name, State state) {
        return Problem.of(ProblemId.MARKING_REFUSED, name + " is " + state + " already: there is nothing to resolve")
                .state("nothing was changed")
                .remedy("see where it stands: plumb status")
                .exception();
    }

    private static String resolution(String name, State before, State now) {
        return name + " was " + before + ", and is now recorded as " + now;
    }

    List<String> baseline(Status status, String version) throws SQLException {
        Selection selection = new Selection(status, directory, runner.settings, placeholders);
        List<Entry> known = status.entries().stream()
                .filter(entry -> entry.state() == State.APPLIED || entry.state() == State.PARTIAL)
                .toList();
        if (!known.isEmpty()) {
            throw Problem.of(
                            ProblemId.MARKING_REFUSED,
                            "this database has a history already: " + known.size()
                                    + (known.size() == 1 ? " migration is" : " migrations are")
                                    + " applied, the newest is "
                                    + status.schemaVersion()
                                            .orElse(known.getLast().version()))
                    .state("nothing was changed")
                    .remedy("see it: plumb history", "for a single migration: plumb resolve VERSION --as applied")
                    .exception();
        }
        int last = status.entries().indexOf(selection.named(version));
        List<String> marked = new ArrayList<>();
        runner.session.execute("BEGIN");
        for (Entry entry : status.entries().subList(0, last + 1)) {
            if (entry.migration().filter(m -> m.kind() == Kind.VERSIONED).isPresent()) {
                runner.ledger.mark(
                        entry.identity(),
                        entry.version(),
                        entry.slug(),
                        Direction.UP,
                        Run.Result.BASELINE,
                        text(entry));
                marked.add(entry.name());
            }
        }
        runner.session.execute("COMMIT");
        return marked;
    }

    private Optional<ScriptText> text(Entry entry) {
        return entry.migration().map(migration -> placeholders.read(migration, migration.up()));
    }
}
