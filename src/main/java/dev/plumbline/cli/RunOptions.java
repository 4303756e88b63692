package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.migrate.Target;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code apply} and {@code rollback}. */
final class RunOptions {
    @Option(names = "--to", paramLabel = "VERSION", description = "how far")
    @Nullable
    String to;

    @Option(names = "--steps", paramLabel = "N", description = "how many")
    @Nullable
    Integer steps;

    @Option(names = "--dry-run", description = "print what would run, and write nothing")
    boolean dryRun;

    @Option(names = "--wait", paramLabel = "TIME", description = "how long to wait for another runner (default: 10min)")
    @Nullable
    String wait;

    @Option(
            names = "--terminate-orphans",
            description = "end server sessions that a killed run left behind, instead of waiting for them")
    boolean terminateOrphans;

    Target target() {
        String version = to;
        if (version != null) {
            Surroundings.refuseEmpty("--to", version);
        }
        Integer count = steps;
        if (version != null && count != null) {
            throw Problem.of(ProblemId.USAGE, "--to and --steps exclude each other")
                    .remedy("give one of them")
                    .exception();
        }
        if (count != null && count < 1) {
            throw Problem.of(ProblemId.USAGE, "--steps takes a number from 1 up, not " + count)
                    .remedy("plumb apply --steps 1")
                    .exception();
        }
        return version != null
                ? new Target.To(version)
                : count != null ? new Target.Steps(count) : new Target.Default();
    }
}
