package dev.plumbline.cli;

import dev.plumbline.Shell;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.model.Schema;
import dev.plumbline.rehearse.Comparison;
import dev.plumbline.rehearse.WholeHistory;
import dev.plumbline.report.EditReport;
import dev.plumbline.source.replay.Replayer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tries a plan among the migrations of its directory where some of these are repeatable, and says what must be edited with it. */
final class WrittenHistory {
    /** More of them say no more. */
    private static final int SOME = 5;

    private final Surroundings surroundings;
    private final MigrationDirectory existing;
    private final Comparison comparison;
    private final String from;
    private final String to;

    /** {@code from} and {@code to} are what was typed. */
    WrittenHistory(
            Surroundings surroundings, MigrationDirectory existing, Comparison comparison, String from, String to) {
        this.surroundings = surroundings;
        this.existing = existing;
        this.comparison = comparison;
        this.from = from;
        this.to = to;
    }

    /** Tries it; {@code there} is what the directory leads to, where the plan goes on from there. */
    WholeHistory tried(Optional<Schema> there) {
        MigrationDirectory repeatables = existing.repeatables();
        boolean differs = !comparison.plan().steps().isEmpty();
        if (repeatables.migrations().isEmpty() || there.isEmpty() || !differs) {
            return WholeHistory.without(comparison);
        }
        Replayer replayer =
                Sources.replayer(surroundings, "plan", Optional.of(there.get().serverMajor()), from, to);
        String ledger = surroundings.ledgerSchema();
        return WholeHistory.of(
                comparison,
                there.get(),
                () -> replayer.migrations(existing.versions(), surroundings.placeholders(), ledger),
                ledger,
                replayer.scripts(repeatables, surroundings.placeholders(), ledger));
    }

    /** Says what is left to be done; returns whether anything is. */
    boolean tell(WholeHistory history) {
        String there = comparison.diff().to().source();
        history.edits().forEach(edit -> surroundings.insist(EditReport.text(edit, there)));
        List<String> astray = history.astray();
        if (!astray.isEmpty()) {
            String some = astray.stream().limit(SOME).collect(Collectors.joining(", "));
            surroundings.insist("note: on an empty database, its repeatable scripts last, " + existing.path()
                    + " makes another schema than " + there + ", which differs from that by: " + some
                    + (astray.size() > SOME ? " and " + (astray.size() - SOME) + " more" : "")
                    + "\n  have a repeatable script make what " + there + " says, or correct " + there);
        }
        return !history.edits().isEmpty() || !astray.isEmpty();
    }

    /** What to do before anything is applied. */
    String correct(WholeHistory history) {
        return (history.edits().isEmpty() ? "correct that" : "edit as said above") + ", then plumb diff "
                + Shell.word("migrations:" + existing.path()) + " " + Shell.word(Sources.shown(to)) + " --exit-code";
    }
}
