package dev.plumbline.cli;

import dev.plumbline.migrate.Status;
import dev.plumbline.report.StatusReport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "status", description = "says where each migration stands; writes nothing")
final class StatusCommand extends PlumbCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "migration directory (default: migrations: of plumb.yml)")
    @Nullable
    Path directory;

    @Option(
            names = "--exit-code",
            description = "exit with 1 where something is pending, partial, failed, changed or missing")
    boolean exitCode;

    @Override
    @Nullable
    Path typedDirectory() {
        return directory;
    }

    @Override
    int run(Surroundings surroundings) {
        try (EngineSession session = EngineSession.open(surroundings, "status", directory, Surroundings.Guards.NONE)) {
            Status status = session.engine().status();
            surroundings.result(
                    () -> StatusReport.text(status, session.databaseName(), session.directoryName()),
                    () -> StatusReport.json(status, session.databaseName(), session.directoryName()));
            return exitCode && !status.isClean() ? 1 : 0;
        }
    }
}
