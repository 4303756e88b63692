package dev.plumbline.cli;

import dev.plumbline.migrate.Preview;
import dev.plumbline.migrate.Report;
import dev.plumbline.migrate.Target;
import dev.plumbline.report.RunReport;
import java.util.stream.Collectors;

final class RollbackCommand extends DirectoryCommand {
    private final RunOptions run = new RunOptions(arguments);

    RollbackCommand() {
        super("rollback", "undoes applied migrations with their down scripts, the newest first");
        arguments.footer(
                "Without --to or --steps it undoes one. --to VERSION keeps that version; --to 0 undoes everything.");
    }

    @Override
    int run(Surroundings surroundings) {
        Target target = run.target();
        Surroundings.Guards guards =
                new Surroundings.Guards(run.wait.value(), run.terminateOrphans.given(), false, false, false, false);
        try (EngineSession session = EngineSession.open(surroundings, "rollback", typedDirectory(), guards)) {
            boolean ask = surroundings.terminal().interactive() && !options.yes.given() && !options.json.given();
            if (run.dryRun.given() || ask) {
                Preview preview = session.engine().previewRollback(target);
                if (run.dryRun.given()) {
                    surroundings.result(() -> RunReport.preview(preview), () -> RunReport.previewJson(preview));
                    return 0;
                }
                String names = preview.migrations().stream()
                        .map(planned -> planned.version() + " " + planned.slug())
                        .collect(Collectors.joining(", "));
                if (!names.isEmpty()
                        && !session.confirm("Roll back " + names + " on " + session.databaseName() + "?")) {
                    surroundings.say("nothing was rolled back\n");
                    return 0;
                }
            }
            Report report = session.engine().rollback(target);
            surroundings.result(() -> RunReport.summary(report, session.databaseName()), () -> RunReport.json(report));
            return 0;
        }
    }
}
