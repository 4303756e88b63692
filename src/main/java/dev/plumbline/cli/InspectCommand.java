package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.cli.Arguments.Choice;
import dev.plumbline.cli.Arguments.Required;
import dev.plumbline.model.Schema;
import dev.plumbline.report.InspectReport;
import dev.plumbline.source.SourceSpec;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

final class InspectCommand extends PlumbCommand {
    private final Required source = arguments.parameter(
            "SOURCE",
            "what to read: db:URL, migrations:DIR, sql:FILE, or the URL, directory or .sql file alone;",
            "db: and migrations: for the configured ones");
    private final Choice<String> format = arguments.option(
            "--format", "FORMAT", "table for people (the default), or json for", "programs, which holds everything");

    InspectCommand() {
        super("inspect", "prints the schema read from a source; writes nothing");
    }

    @Override
    @Nullable
    Path typedDirectory() {
        String typed = source.value().strip();
        boolean named = typed.startsWith("migrations:") && !typed.equals("migrations:");
        return named ? Path.of(typed.substring("migrations:".length())) : null;
    }

    @Override
    int run(Surroundings surroundings) {
        Surroundings.refuseEmpty("SOURCE", source.value());
        BiConsumer<Schema, Consumer<String>> printer = printer();
        Schema schema = Sources.read(SourceSpec.parse(source.value()), surroundings, "inspect");
        printer.accept(schema, surroundings.terminal()::print);
        return 0;
    }

    private BiConsumer<Schema, Consumer<String>> printer() {
        format.value().ifPresent(given -> Surroundings.refuseEmpty("--format", given));
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
