package dev.plumbline.cli;

import dev.plumbline.report.MarkReport;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "baseline",
        description =
                "records all migrations up to a version as applied, for a database that has the schema and no history")
final class BaselineCommand extends PlumbCommand {
    @Parameters(index = "0", paramLabel = "VERSION", description = "the newest migration that the database already has")
    String version = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DIR",
            description = "migration directory (default: migrations: of plumb.yml)")
    @Nullable
    Path directory;

    @Override
    @Nullable
    Path typedDirectory() {
        return directory;
    }

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
