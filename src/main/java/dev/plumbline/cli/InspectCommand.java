package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.model.Schema;
import dev.plumbline.report.InspectReport;
import dev.plumbline.source.SourceSpec;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "inspect", description = "prints the schema read from a source; writes nothing")
final class InspectCommand extends PlumbCommand {
    @Parameters(
            paramLabel = "SOURCE",
            description = {
                "what to read: db:URL, migrations:DIR, sql:FILE, or the URL, directory or .sql file alone;",
                "db: and migrations: for the configured ones"
            })
    String source = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = {"table for people (the default), or json for", "programs, which holds everything"})
    String format = "";

    @Override
    int run(Surroundings surroundings) {
        Surroundings.refuseEmpty("SOURCE", source);
        BiConsumer<Schema, Consumer<String>> printer = printer();
        Schema schema = Sources.read(SourceSpec.parse(source), surroundings, "inspect");
        printer.accept(schema, surroundings.terminal()::print);
        return 0;
    }

    private BiConsumer<Schema, Consumer<String>> printer() {
        return switch (format.isEmpty() && options.json ? "json" : format) {
            case "", "table" -> InspectReport::text;
            case "json" -> InspectReport::json;
            default ->
                throw Problem.of(ProblemId.USAGE, "there is no format \"" + format + "\"")
                        .remedy("--format table, or --format json")
                        .exception();
        };
    }
}
