package dev.plumbline.cli;

import dev.plumbline.migrate.Run;
import dev.plumbline.report.HistoryReport;
import java.util.List;

final class HistoryCommand extends DirectoryCommand {
    HistoryCommand() {
        super("history", "prints every run of the ledger: what, when, by whom, with what result");
        arguments.footer("It asks the database alone, and reads no DIR.");
    }

    @Override
    int run(Surroundings surroundings) {
        try (EngineSession session =
                EngineSession.withoutDirectory(surroundings, "history", Surroundings.Guards.NONE)) {
            List<Run> runs = session.history().runs();
            surroundings.result(() -> HistoryReport.text(runs), () -> HistoryReport.json(runs));
            return 0;
        }
    }
}
