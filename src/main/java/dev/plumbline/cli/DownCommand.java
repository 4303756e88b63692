package dev.plumbline.cli;

import dev.plumbline.Shell;
import dev.plumbline.cli.Arguments.Flag;
import dev.plumbline.migrate.layout.Kind;
import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.rehearse.DownScripts;
import dev.plumbline.report.WrittenReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        try (EarlyEnd end = EarlyEnd.of(surroundings, "plumb down")) {
            return write(surroundings, directory, end);
        }
    }

    private int write(Surroundings surroundings, MigrationDirectory directory, EarlyEnd end) {
        List<DownScripts.Script> scripts = DownScripts.missing(
                directory,
                Sources.replayer(surroundings, "down", TargetVersion.ask(surroundings, "down")),
                surroundings.placeholders(),
                surroundings.ledgerSchema());
        Map<Path, String> written = new LinkedHashMap<>();
        List<String> shown = new ArrayList<>();
        List<Migration> byHand = new ArrayList<>();
        end.finishing();
        for (DownScripts.Script script : scripts) {
            Migration migration = script.migration();
            Path target = directory.layout().down(migration).orElseThrow();
            if (script.way().sql().isEmpty()) {
                byHand.add(migration);
                surroundings.remark("note: " + migration.up().path()
                        + " leaves the schema as it was: what undoes the rows that it writes, if it does, is for you"
                        + " to write into " + target + " (where there is nothing to undo: SELECT 1;)");
                continue;
            }
            String content = MigrationFiles.down(script);
            written.put(target, content);
            shown.add(dryRun.given() ? "-- " + target + "\n" + content : target.toString());
        }
        if (!dryRun.given() && !written.isEmpty()) {
            write(directory.path(), written);
        }
        surroundings.result(
                () -> shown.isEmpty() ? nothingWritten(byHand.size()) : WrittenReport.text(shown),
                () -> WrittenReport.json(shown));
        if (!dryRun.given() && !written.isEmpty()) {
            surroundings.remark(next(directory, scripts, byHand));
        }
        return 0;
    }

    private static void write(Path directory, Map<Path, String> contents) {
        try (CreatedFiles files = CreatedFiles.in(directory, "plumb down " + Shell.word(directory))) {
            contents.forEach(files::create);
            files.keep();
        }
    }

    private static String nothingWritten(int missing) {
        return switch (missing) {
            case 0 -> "no down script is missing\n";
            case 1 -> "nothing to write: 1 down script is missing, which is for you to write\n";
            default -> "nothing to write: " + missing + " down scripts are missing, which are for you to write\n";
        };
    }

    /** How to try what was written: back to where the oldest of them leads. */
    private static String next(MigrationDirectory directory, List<DownScripts.Script> scripts, List<Migration> byHand) {
        List<Migration> migrations = directory.onEmptyDatabase().stream()
                .filter(migration -> migration.kind() != Kind.REPEATABLE)
                .toList();
        int oldest = scripts.stream()
                .filter(script -> !script.way().sql().isEmpty())
                .mapToInt(script -> migrations.indexOf(script.migration()))
                .min()
                .orElseThrow();
        List<String> before = migrations.subList(oldest, migrations.size()).stream()
                .filter(byHand::contains)
                .flatMap(migration -> directory.layout().down(migration).stream())
                .map(Path::toString)
                .toList();
        String to = oldest == 0 ? "0" : migrations.get(oldest - 1).version().text();
        String url = Shell.word(directory.path()) + " --url URL";
        return "next: read them"
                + (before.isEmpty()
                        ? ""
                        : ", and write " + before.getFirst()
                                + (before.size() == 1 ? "" : " and " + (before.size() - 1) + " more")
                                + ", without which rollback refuses")
                + "; then try them on an empty scratch database: plumb apply " + url + " && plumb rollback " + url
                + " --to " + Shell.word(to);
    }
}
