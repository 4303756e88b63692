package dev.plumbline.cli;

import dev.plumbline.Finding;
import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.Severity;
import dev.plumbline.Shell;
import dev.plumbline.cli.Arguments.Choice;
import dev.plumbline.cli.Arguments.Flag;
import dev.plumbline.cli.Arguments.Repeated;
import dev.plumbline.lint.Linter;
import dev.plumbline.lint.Settings;
import dev.plumbline.lint.rules.Rules;
import dev.plumbline.report.LintReport;
import dev.plumbline.risk.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks migration files without a database. */
final class LintCommand extends PlumbCommand {
    private final Repeated paths = arguments.parameters("PATH", "migration directories and .sql files");
    private final Choice<String> format = arguments.option(
            "--format", "FORMAT", "text (the default), json, sarif, or github, which", "annotates pull requests");
    private final Choice<Integer> pgVersion = arguments.number(
            "--pg-version",
            "N",
            "the version of PostgreSQL that they are for (default: shadow.version, or the newest)");
    private final Flag fix =
            arguments.flag("--fix", "write what can be mended without a second thought into the files");

    private final Flag withSchema = arguments.flag(
            "--with-schema", "know the schema before each file: replay those before it on a throwaway PostgreSQL");

    LintCommand() {
        super("lint", "checks migration files for what blocks, breaks or fails; asks no database of yours");
        arguments.footer(
                "-- plumb:allow RULE REASON above a statement allows it. plumb explain RULE says what a rule is about.");
    }

    private enum Format {
        TEXT,
        JSON,
        SARIF,
        GITHUB
    }

    @Override
    int run(Surroundings surroundings) {
        Format wanted = wanted();
        try (EarlyEnd _ = EarlyEnd.of(surroundings, again())) {
            return check(surroundings, wanted);
        }
    }

    private int check(Surroundings surroundings, Format wanted) {
        Settings settings = LintSettings.of(surroundings, pgVersion.value());
        LintInputs inputs = LintInputs.of(paths(surroundings), surroundings);
        Linter linter = new Linter(Rules.ALL, settings);
        List<Linter.Checked> checked = check(surroundings, inputs, linter, settings);
        if (fix.given() && new LintFixes(surroundings, again()).write(checked)) {
            checked = check(surroundings, inputs, linter, settings);
        }
        List<Finding> findings =
                checked.stream().flatMap(it -> it.findings().stream()).toList();
        surroundings
                .terminal()
                .print(
                        switch (wanted) {
                            case TEXT -> LintReport.text(findings, checked.size(), again());
                            case JSON -> LintReport.json(findings, checked.size());
                            case SARIF -> LintReport.sarif(findings, Rules.ALL, Pages.ofRules());
                            case GITHUB -> LintReport.github(findings);
                        });
        return findings.stream().anyMatch(it -> it.severity() != Severity.INFO) ? 1 : 0;
    }

    private List<Linter.Checked> check(Surroundings surroundings, LintInputs inputs, Linter linter, Settings settings) {
        List<Linter.Checked> checked = new ArrayList<>();
        if (withSchema.given()) {
            try (LintSchemas schemas = new LintSchemas(surroundings, settings.major())) {
                inputs.all().forEach(input -> checked.add(linter.check(input.script(), schemas.before(input))));
            }
            return checked;
        }
        World world = World.unknown(settings.major());
        for (LintInputs.Input input : inputs.all()) {
            if (input.first()) {
                // Of another directory, and so of another database.
                world = World.unknown(settings.major());
            }
            checked.add(linter.check(input.script(), world));
        }
        return checked;
    }

    private List<Path> paths(Surroundings surroundings) {
        List<String> typed = paths.values();
        if (typed.isEmpty()) {
            return List.of(surroundings.path(null, "lint"));
        }
        typed.forEach(path -> Surroundings.refuseEmpty("PATH", path));
        return typed.stream().map(Path::of).toList();
    }

    private String again() {
        StringBuilder line = new StringBuilder("plumb lint");
        paths.values().forEach(path -> line.append(' ').append(Shell.word(path)));
        return line.toString();
    }

    private Format wanted() {
        format.value().ifPresent(given -> Surroundings.refuseEmpty("--format", given));
        String typed = format.value().orElse("");
        if (options.json.given() && !typed.isEmpty() && !typed.equals("json")) {
            throw Problem.of(ProblemId.USAGE, "--format " + typed + " and --json are two forms of one result")
                    .remedy("leave out --format " + typed + ", or leave out --json")
                    .exception();
        }
        return switch (typed.isEmpty() && options.json.given() ? "json" : typed) {
            case "", "text" -> Format.TEXT;
            case "json" -> Format.JSON;
            case "sarif" -> Format.SARIF;
            case "github" -> Format.GITHUB;
            default ->
                throw Problem.of(ProblemId.USAGE, "there is no format \"" + typed + "\"")
                        .remedy("--format text, json, sarif or github")
                        .exception();
        };
    }
}
