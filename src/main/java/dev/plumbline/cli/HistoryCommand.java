package dev.plumbline.cli;

import dev.plumbline.migrate.RunLog;
import dev.plumbline.report.HistoryReport;
import picocli.CommandLine.Command;

@Command(
        name = "history",
        description = "prints every run of the ledger: what, when, by whom, with what result",
        footer = {"", "It asks the database alone, and reads no DIR."})
final class HistoryCommand extends DirectoryCommand {
    @Override
    int run(Surroundings surroundings) {
        try (EngineSession session =
                EngineSession.withoutDirectory(surroundings, "history", Surroundings.Guards.NONE)) {
            RunLog log = session.history().log();
            surroundings.result(() -> HistoryReport.text(log), () -> HistoryReport.json(log));
            return 0;
        }
    }
}
