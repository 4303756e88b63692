package dev.plumbline.cli;

import dev.plumbline.migrate.Run;
import dev.plumbline.report.HistoryReport;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "history", description = "prints every run of the ledger: what, when, by whom, with what result")
final class HistoryCommand extends PlumbCommand {
    @Parameters(arity = "0..1", paramLabel = "DIR", description = "taken as by the other commands, and not read")
    @Nullable
    Path directory;

    @Override
    @Nullable
    Path typedDirectory() {
        return directory;
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
