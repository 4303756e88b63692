package dev.plumbline.cli;

import dev.plumbline.migrate.History;
import dev.plumbline.report.HistoryReport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "history", description = "prints every run of the ledger: what, when, by whom, with what result")
final class HistoryCommand extends PlumbCommand {
    @Parameters(
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
        try (EngineSession session = EngineSession.open(surroundings, "history", directory, Surroundings.Guards.NONE)) {
            History history = session.engine().history();
            surroundings.result(() -> HistoryReport.text(history), () -> HistoryReport.json(history));
            return 0;
        }
    }
}
