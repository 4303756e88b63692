package dev.plumbline.cli;

import dev.plumbline.migrate.Run;
import dev.plumbline.report.HistoryReport;
import java.util.List;
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
            List<Run> runs = session.history().runs();
            surroundings.result(() -> HistoryReport.text(runs), () -> HistoryReport.json(runs));
            return 0;
        }
    }
}
