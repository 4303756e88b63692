package dev.plumbline.cli;

import dev.plumbline.cli.Arguments.Required;
import dev.plumbline.report.WrittenReport;
import java.util.List;

final class BaselineCommand extends DirectoryCommand {
    private final Required newest =
            arguments.parameter("VERSION", "the newest migration that the database already has");

    BaselineCommand() {
        super(
                "baseline",
                "records all migrations up to a version as applied, for a database that has the schema and no history");
    }

    @Override
    int run(Surroundings surroundings) {
        String version = newest.value();
        Surroundings.refuseEmpty("VERSION", version);
        try (EngineSession session =
                EngineSession.open(surroundings, "baseline", typedDirectory(), Surroundings.Guards.NONE)) {
            List<String> changes = session.engine().baseline(version).stream()
                    .map(name -> name + " is recorded as applied, and was not run")
                    .toList();
            surroundings.result(() -> WrittenReport.text(changes), () -> WrittenReport.json(changes));
            return 0;
        }
    }
}
