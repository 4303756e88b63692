package dev.plumbline.cli;

import dev.plumbline.cli.Arguments.Flag;
import dev.plumbline.cli.Arguments.Repeated;
import dev.plumbline.migrate.Preview;
import dev.plumbline.migrate.Report;
import dev.plumbline.migrate.Target;
import dev.plumbline.report.RunReport;

final class ApplyCommand extends DirectoryCommand {
    private final RunOptions run = new RunOptions(arguments);
    private final Flag acceptChanged =
            arguments.flag("--accept-changed", "take over the new text of applied migrations that changed");
    private final Flag outOfOrder =
            arguments.flag("--out-of-order", "apply migrations older than the newest applied one");
    private final Flag ignoreMissing =
            arguments.flag("--ignore-missing", "go on although applied migrations have no file");

    private final Repeated allow = arguments.repeated(
            "--allow", "WHAT", "lift a guardrail: destructive, to run migrations that say they lose data");

    ApplyCommand() {
        super("apply", "applies pending migrations, in order; what broke off earlier goes on first");
    }

    @Override
    int run(Surroundings surroundings) {
        Target target = run.target();
        Surroundings.Guards guards = new Surroundings.Guards(
                run.wait.value(),
                run.terminateOrphans.given(),
                acceptChanged.given(),
                outOfOrder.given(),
                ignoreMissing.given(),
                Guardrail.check(allow.values()).contains(Guardrail.DESTRUCTIVE));
        try (EngineSession session = EngineSession.open(surroundings, "apply", typedDirectory(), guards)) {
            if (run.dryRun.given()) {
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
