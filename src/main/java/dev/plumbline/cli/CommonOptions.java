package dev.plumbline.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command takes. */
final class CommonOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = {
                "the database: postgres://…, jdbc:postgresql:…, or \"embedded\" for a throwaway server",
                "(default: DATABASE_URL, then url: of plumb.yml, then libpq's PGHOST, PGDATABASE, …)"
            })
    @Nullable
    String url;

    @Option(names = "--config", paramLabel = "FILE", description = "configuration file (default: plumb.yml)")
    @Nullable
    Path config;

    @Option(
            names = "--json",
            description = "print one JSON document on standard output; progress goes to standard error")
    boolean json;

    @Option(names = "--yes", description = "do not ask")
    boolean yes;

    @Option(names = "--quiet", description = "print results and problems only")
    boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this")
    boolean help;
}
