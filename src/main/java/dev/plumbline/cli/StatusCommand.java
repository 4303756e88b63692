package dev.plumbline.cli;

import dev.plumbline.migrate.Status;
import dev.plumbline.report.StatusReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "status", description = "says where each migration stands; writes nothing")
final class StatusCommand extends DirectoryCommand {
    @Option(
            names = "--exit-code",
            description = "exit with 1 where something is pending, partial, failed, changed or missing")
    boolean exitCode;

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
