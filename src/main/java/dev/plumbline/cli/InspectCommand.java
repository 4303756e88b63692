package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.cli.Arguments.Choice;
import dev.plumbline.cli.Arguments.Required;
import dev.plumbline.model.Schema;
import dev.plumbline.report.InspectReport;
import dev.plumbline.source.SourceSpec;
import java.util.function.Function;

final class InspectCommand extends PlumbCommand {
    private final Required source =
            arguments.parameter("SOURCE", "what to read: db:URL, the URL alone, or", "db: for the configured database");
    private final Choice<String> format = arguments.option(
            "--format", "FORMAT", "table for people (the default), or json for", "programs, which holds everything");

    InspectCommand() {
        super("inspect", "prints the schema read from a source; writes nothing");
    }

    @Override
    int run(Surroundings surroundings) {
        Function<Schema, String> printed = printed();
        Schema schema = Sources.read(SourceSpec.parse(source.value()), surroundings, "inspect");
        surroundings.terminal().print(printed.apply(schema));
        return 0;
    }

    private Function<Schema, String> printed() {
        String wanted = format.value().orElse("");
        return switch (wanted.isEmpty() && options.json.given() ? "json" : wanted) {
            case "", "table" -> InspectReport::text;
            case "json" -> InspectReport::json;
            default ->
                throw Problem.of(ProblemId.USAGE, "there is no format \"" + wanted + "\"")
                        .remedy("--format table, or --format json")
                        .exception();
        };
    }
}
