package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.cli.Arguments.Choice;
import dev.plumbline.cli.Arguments.Flag;
import dev.plumbline.migrate.Target;

/** The options of {@code apply} and {@code rollback}. */
final class RunOptions {
    final Flag dryRun;
    final Choice<String> wait;
    final Flag terminateOrphans;
    private final Choice<String> to;
    private final Choice<Integer> steps;

    private final String command;

    RunOptions(Arguments arguments) {
        command = arguments.name();
        to = arguments.option("--to", "VERSION", "how far");
        steps = arguments.number("--steps", "N", "how many");
        dryRun = arguments.flag("--dry-run", "print what would run, and write nothing");
        wait = arguments.option("--wait", "TIME", "how long to wait for another runner (default: 10min)");
        terminateOrphans = arguments.flag(
                "--terminate-orphans",
                "end server sessions that a killed run left behind, instead of waiting for them");
    }

    Target target() {
        wait.value().ifPresent(time -> Surroundings.refuseEmpty("--wait", time));
        to.value().ifPresent(version -> Surroundings.refuseEmpty("--to", version));
        if (to.value().isPresent() && steps.value().isPresent()) {
            throw Problem.of(ProblemId.USAGE, "--to and --steps exclude each other")
                    .remedy("give one of them")
                    .exception();
        }
        steps.value().filter(count -> count < 1).ifPresent(count -> {
            throw Problem.of(ProblemId.USAGE, "--steps takes a number from 1 up, not " + count)
                    .remedy("plumb " + command + " --steps 1")
                    .exception();
        });
        return to.value()
                .<Target>map(Target.To::new)
                .or(() -> steps.value().map(Target.Steps::new))
                .orElseGet(Target.Default::new);
    }
}
