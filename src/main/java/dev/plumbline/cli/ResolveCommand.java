package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.report.MarkReport;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "resolve",
        description = "records what you found out about a migration that broke off: it is all there, or nothing of it")
final class ResolveCommand extends DirectoryCommand {
    @Parameters(index = "0", paramLabel = "VERSION", description = "which migration")
    String version = "";

    @Option(names = "--as", required = true, paramLabel = "STATE", description = "applied or rolled-back")
    String state = "";

    @Override
    int run(Surroundings surroundings) {
        Surroundings.refuseEmpty("VERSION", version);
        if (!state.equals("applied") && !state.equals("rolled-back")) {
            throw Problem.of(ProblemId.USAGE, "--as takes applied or rolled-back, not " + state)
                    .remedy("plumb resolve " + version + " --as applied")
                    .exception();
        }
        List<String> changes = List.of(state.equals("applied") ? applied(surroundings) : rolledBack(surroundings));
        surroundings.result(() -> MarkReport.text(changes), () -> MarkReport.json(changes));
        return 0;
    }

    private String applied(Surroundings surroundings) {
        try (EngineSession session = EngineSession.open(surroundings, "resolve", directory, Surroundings.Guards.NONE)) {
            return session.engine().resolveAsApplied(version);
        }
    }

    /** Without the directory, whose files may be what is broken or gone. */
    private String rolledBack(Surroundings surroundings) {
        try (EngineSession session =
                EngineSession.withoutDirectory(surroundings, "resolve", Surroundings.Guards.NONE)) {
            return session.history().resolveAsRolledBack(version);
        }
    }
}
