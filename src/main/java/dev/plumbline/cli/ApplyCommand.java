package dev.plumbline.cli;

import dev.plumbline.migrate.Preview;
import dev.plumbline.migrate.Report;
import dev.plumbline.migrate.Target;
import dev.plumbline.report.RunReport;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "apply", description = "applies pending migrations, in order; what broke off earlier goes on first")
final class ApplyCommand extends DirectoryCommand {
    @Mixin
    RunOptions run = new RunOptions();

    @Option(names = "--accept-changed", description = "take over the new text of applied migrations that changed")
    boolean acceptChanged;

    @Option(names = "--out-of-order", description = "apply migrations older than the newest applied one")
    boolean outOfOrder;

    @Option(names = "--ignore-missing", description = "go on although applied migrations have no file")
    boolean ignoreMissing;

    @Override
    int run(Surroundings surroundings) {
        Target target = run.target();
        Surroundings.Guards guards = new Surroundings.Guards(
                Optional.ofNullable(run.wait), run.terminateOrphans, acceptChanged, outOfOrder, ignoreMissing);
        try (EngineSession session = EngineSession.open(surroundings, "apply", directory, guards)) {
            if (run.dryRun) {
                Preview preview = session.engine().previewApply(target);
                surroundings.result(() -> RunReport.preview(preview), () -> RunReport.previewJson(preview));
                return 0;
            }
            Report report = session.engine().apply(target);
            surroundings.result(() -> RunReport.summary(report, session.databaseName()), () -> RunReport.json(report));
            return 0;
        }
    }
}
