package dev.plumbline.cli;

import dev.plumbline.cli.Arguments.Choice;
import dev.plumbline.cli.Arguments.Flag;
import java.nio.file.Path;
import java.util.Optional;

/** The options that every command takes. */
final class CommonOptions {
    final Choice<String> url;
    final Flag json;
    final Flag yes;
    final Flag quiet;
    final Flag help;
    private final Choice<String> config;

    CommonOptions(Arguments arguments) {
        url = arguments.option(
                "--url",
                "URL",
                "the database: postgres://…, jdbc:postgresql:…, or \"embedded\" for a throwaway server",
                "(default: DATABASE_URL, then url: of plumb.yml, then libpq's PGHOST, PGDATABASE, …)");
        config = arguments.option("--config", "FILE", "configuration file (default: plumb.yml)");
        json = arguments.flag("--json", "print one JSON document on standard output; progress goes to standard error");
        yes = arguments.flag("--yes", "do not ask");
        quiet = arguments.flag("--quiet", "print results and problems only");
        help = arguments.help("-h", "--help");
    }

    Optional<Path> config() {
        return config.value().map(Path::of);
    }
}
