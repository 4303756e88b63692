package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import dev.plumbline.cli.Arguments.Choice;
import dev.plumbline.cli.Arguments.Required;
import dev.plumbline.model.Schema;
import dev.plumbline.report.InspectReport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

final class InspectCommand extends PlumbCommand {
    private final Required source = arguments.parameter(
            "SOURCE",
            "what to read: db:URL, migrations:DIR, sql:FILE, or the URL, directory or .sql file alone;",
            "db: and migrations: for the configured ones");
    private final Choice<String> format = arguments.option(
            "--format",
            "FORMAT",
            "table for people (the default), json, which holds",
            "everything, or sql, which makes it in an empty database");

    InspectCommand() {
        super("inspect", "prints the schema read from a source; writes nothing");
    }

    @Override
    @Nullable
    Path typedDirectory() {
        return Sources.directory(source.value());
    }

    @Override
    int run(Surroundings surroundings) {
        Surroundings.refuseEmpty("SOURCE", source.value());
        Format wanted = wanted();
        try (EarlyEnd _ = EarlyEnd.of(surroundings, "plumb inspect " + Shell.word(Sources.shown(source.value())))) {
            Schema schema = new Sources(surroundings, "inspect", source.value()).read();
            switch (wanted) {
                case TABLE -> InspectReport.text(schema, surroundings.terminal()::print);
                case JSON -> InspectReport.json(schema, surroundings.terminal()::print);
                case SQL -> InspectReport.sql(schema, surroundings::sql);
            }
            return 0;
        }
    }

    private enum Format {
        TABLE,
        JSON,
        SQL
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
            case "", "table" -> Format.TABLE;
            case "json" -> Format.JSON;
            case "sql" -> Format.SQL;
            default ->
                throw Problem.of(ProblemId.USAGE, "there is no format \"" + typed + "\"")
                        .remedy("--format table, --format json, or --format sql")
                        .exception();
        };
    }
}
