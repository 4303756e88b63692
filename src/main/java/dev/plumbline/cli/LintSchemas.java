package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import dev.plumbline.migrate.ReplayScript;
import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.risk.World;
import dev.plumbline.source.postgres.CatalogReader;
import dev.plumbline.source.replay.Replayed;
import dev.plumbline.source.replay.Replayer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The schemas that files find: those before each are replayed, on from the file that was asked about before it. */
final class LintSchemas implements AutoCloseable {
    private final Surroundings surroundings;
    private final Replayer replayer;

    @Nullable
    private Replayed shadow;

    /** What is in the shadow. */
    private List<Migration> ran = List.of();

    LintSchemas(Surroundings surroundings, int major) {
        this.surroundings = surroundings;
        this.replayer = Sources.replayer(surroundings, "lint", Optional.of(major));
    }

    /**
     * What is known before a file.
     *
     * @throws dev.plumbline.ProblemException {@code usage} for a file that is no migration, and those of a replay
     */
    World before(LintInputs.Input input) {
        LintInputs.Home home = input.home().orElseThrow(() -> Problem.of(
                        ProblemId.USAGE,
                        "--with-schema replays what comes before a file, and "
                                + input.script().path() + " is in no migration directory")
                .at(input.script().path().toString())
                .state("nothing was checked")
                .remedy("leave out --with-schema: plumb lint "
                        + Shell.word(input.script().path()))
                .exception());
        MigrationDirectory earlier = home.directory().before(home.migration());
        Replayed there = replayed(earlier);
        return World.of(CatalogReader.read(
                there.database(), home.directory().path().toString(), surroundings.ledgerSchema(), there::originOf));
    }

    /** Goes on from what is in the shadow, where that is the beginning of what is wanted. */
    private Replayed replayed(MigrationDirectory wanted) {
        List<Migration> all = wanted.onEmptyDatabase();
        Replayed there = shadow;
        if (there == null
                || all.size() < ran.size()
                || !all.subList(0, ran.size()).equals(ran)) {
            close();
            there = replayer.migrations(wanted, surroundings.placeholders(), surroundings.ledgerSchema());
            shadow = there;
        } else {
            List<ReplayScript> scripts =
                    replayer.scripts(wanted, surroundings.placeholders(), surroundings.ledgerSchema());
            for (ReplayScript script : scripts.subList(ran.size(), all.size())) {
                there.run(script).ifPresent(problem -> {
                    throw problem.exception();
                });
            }
        }
        ran = all;
        return there;
    }

    @Override
    public void close() {
        if (shadow != null) {
            shadow.close();
            shadow = null;
        }
    }
}
