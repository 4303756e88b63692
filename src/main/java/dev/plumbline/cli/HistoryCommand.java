package dev.plumbline.cli;

import dev.plumbline.migrate.RunLog;
import dev.plumbline.report.HistoryReport;

final class HistoryCommand extends DirectoryCommand {
    HistoryCommand() {
        super("history", "prints every run of the ledger: what, when, by whom, with what result");
        arguments.footer("It asks the database alone, and reads no DIR.");
    }

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
