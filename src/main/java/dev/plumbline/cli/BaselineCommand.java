package dev.plumbline.cli;

import dev.plumbline.report.MarkReport;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "baseline",
        description =
                "records all migrations up to a version as applied, for a database that has the schema and no history")
final class BaselineCommand extends DirectoryCommand {
    @Parameters(index = "0", paramLabel = "VERSION", description = "the newest migration that the database already has")
    String version = "";

    @Override
    int run(Surroundings surroundings) {
        Surroundings.refuseEmpty("VERSION", version);
        try (EngineSession session =
                EngineSession.open(surroundings, "baseline", directory, Surroundings.Guards.NONE)) {
            List<String> changes = session.engine().baseline(version).stream()
                    .map(name -> name + " is recorded as applied, and was not run")
                    .toList();
            surroundings.result(() -> MarkReport.text(changes), () -> MarkReport.json(changes));
            return 0;
        }
    }
}
