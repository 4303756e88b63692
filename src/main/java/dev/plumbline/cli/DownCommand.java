package dev.plumbline.cli;

import dev.plumbline.Shell;
import dev.plumbline.cli.Arguments.Flag;
import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.rehearse.DownScripts;
import dev.plumbline.report.MarkReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

final class DownCommand extends DirectoryCommand {
    private final Flag dryRun = arguments.flag("--dry-run", "print the scripts, and write nothing");

    DownCommand() {
        super("down", "writes the down scripts that are missing");
        arguments.footer(
                "What each migration does is read on a throwaway PostgreSQL; rows that it writes are not undone.");
    }

    @Override
    int run(Surroundings surroundings) {
        MigrationDirectory directory = surroundings.directory(typedDirectory(), "down");
        List<DownScripts.Script> scripts = DownScripts.missing(
                directory,
                Sources.replayer(surroundings, "down", TargetVersion.ask(surroundings, "down")),
                surroundings.placeholders(),
                surroundings.ledgerSchema());
        List<String> written = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (DownScripts.Script script : scripts) {
            Migration migration = script.migration();
            Path target = directory.layout().down(migration).orElseThrow();
            if (script.steps().isEmpty()) {
                surroundings.remark("note: " + migration.up().path()
                        + " leaves the schema as it was: what undoes the rows it writes is for you to say, in "
                        + target);
                continue;
            }
            String content = MigrationFiles.down(script.sql(), script.lost());
            if (!dryRun.given()) {
                NewCommand.write(target, content, written);
            }
            written.add(target.toString());
            shown.add(dryRun.given() ? "-- " + target + "\n" + content : target.toString());
        }
        surroundings.result(
                () -> shown.isEmpty() ? "no down script is missing\n" : MarkReport.text(shown),
                () -> MarkReport.json(shown));
        if (!dryRun.given() && !written.isEmpty()) {
            surroundings.remark(
                    "next: read them, then try them: plumb apply " + Shell.word(directory.path()) + " --url embedded");
        }
        return 0;
    }
}
