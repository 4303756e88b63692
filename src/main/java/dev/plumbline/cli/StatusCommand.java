package dev.plumbline.cli;

import dev.plumbline.cli.Arguments.Flag;
import dev.plumbline.migrate.Status;
import dev.plumbline.report.StatusReport;

final class StatusCommand extends DirectoryCommand {
    private final Flag exitCode = arguments.flag(
            "--exit-code", "exit with 1 where something is pending, partial, failed, changed or missing");

    StatusCommand() {
        super("status", "says where each migration stands; writes nothing");
    }

    @Override
    int run(Surroundings surroundings) {
        try (EngineSession session =
                EngineSession.open(surroundings, "status", typedDirectory(), Surroundings.Guards.NONE)) {
            Status status = session.engine().status();
            surroundings.result(
                    () -> StatusReport.text(status, session.databaseName(), session.directoryName()),
                    () -> StatusReport.json(status, session.databaseName(), session.directoryName()));
            return exitCode.given() && !status.isClean() ? 1 : 0;
        }
    }
}
