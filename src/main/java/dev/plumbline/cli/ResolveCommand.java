package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import dev.plumbline.cli.Arguments.Required;
import dev.plumbline.report.WrittenReport;
import java.util.List;

final class ResolveCommand extends DirectoryCommand {
    private final Required which = arguments.parameter("VERSION", "which migration");
    private final Required as = arguments.requiredOption("--as", "STATE", "applied or rolled-back");

    ResolveCommand() {
        super(
                "resolve",
                "records what you found out about a migration that broke off: it is all there, or nothing of it");
    }

    @Override
    int run(Surroundings surroundings) {
        String version = which.value();
        String state = as.value();
        Surroundings.refuseEmpty("VERSION", version);
        if (!state.equals("applied") && !state.equals("rolled-back")) {
            throw Problem.of(ProblemId.USAGE, "--as takes applied or rolled-back, not " + state)
                    .remedy(
                            "if all of it is in the database: plumb resolve " + Shell.word(version) + " --as applied",
                            "if nothing of it is: plumb resolve " + Shell.word(version) + " --as rolled-back")
                    .exception();
        }
        List<String> changes =
                List.of(state.equals("applied") ? applied(surroundings, version) : rolledBack(surroundings, version));
        surroundings.result(() -> WrittenReport.text(changes), () -> WrittenReport.json(changes));
        return 0;
    }

    private String applied(Surroundings surroundings, String version) {
        try (EngineSession session =
                EngineSession.open(surroundings, "resolve", typedDirectory(), Surroundings.Guards.NONE)) {
            return session.engine().resolveAsApplied(version);
        }
    }

    /** Without the typedDirectory(), whose files may be what is broken or gone. */
    private String rolledBack(Surroundings surroundings, String version) {
        try (EngineSession session =
                EngineSession.withoutDirectory(surroundings, "resolve", Surroundings.Guards.NONE)) {
            return session.history().resolveAsRolledBack(version);
        }
    }
}
