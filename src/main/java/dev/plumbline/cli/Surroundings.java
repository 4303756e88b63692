package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.config.Config;
import dev.plumbline.db.ConnectionSpec;
import dev.plumbline.db.Database;
import dev.plumbline.migrate.PlaceholderValues;
import dev.plumbline.migrate.RunnerName;
import dev.plumbline.migrate.Settings;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.shadow.EmbeddedServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a command finds around it: the terminal, the environment, the options and plumb.yml, weighed against each other. */
final class Surroundings {
    /** What names a database on the command line. */
    static final String TYPED = "--url";

    private static final String VARIABLES = "libpq's variables";

    private static final List<String> USUAL_DIRECTORIES = List.of(
            "db/migrations", "migrations", "prisma/migrations", "src/main/resources/db/migration", "sql/migrations");

    private final Terminal terminal;
    private final Map<String, String> environment;
    private final CommonOptions options;
    private final Config config;
    private final Hints hints;

    Surroundings(Terminal terminal, Map<String, String> environment, PlumbCommand command, Hints hints) {
        this.hints = hints;
        this.terminal = terminal;
        this.environment = environment;
        this.options = command.options;
        options.config().ifPresent(file -> refuseEmpty("--config", file.toString()));
        this.config = command.isConfigured() ? Config.load(options.config(), Path.of(""), environment) : Config.none();
    }

    Terminal terminal() {
        return terminal;
    }

    Config config() {
        return config;
    }

    CommonOptions options() {
        return options;
    }

    /** Prints text, or JSON where it was asked for; both made only when needed. */
    void result(java.util.function.Supplier<String> text, java.util.function.Supplier<String> json) {
        terminal.print(options.json.given() ? json.get() : hints.complete(text.get()));
    }

    /** Prints a part of the text that {@link #result} ends; nothing where JSON was asked for. */
    void part(String text) {
        if (!options.json.given()) {
            terminal.print(hints.complete(text));
        }
    }

    /** Prints a script, and says where it is not to the letter what it must be. */
    void sql(String script) {
        if (!Printable.of(script).equals(script)) {
            remark("warning: the statements hold control characters, which are shown by their codes, such as \\u001b:"
                    + " correct these before you run them");
        }
        terminal.print(script);
    }

    /** Prints a line for a person, unless they asked for quiet. */
    void say(String text) {
        if (!options.quiet.given()) {
            if (options.json.given()) {
                terminal.printError(text);
            } else {
                terminal.print(text);
            }
        }
    }

    /** Prints a line beside the result, for a person, so that a script can read the result alone. */
    void remark(String text) {
        if (!options.quiet.given()) {
            terminal.printError(hints.complete(text) + "\n");
        }
    }

    /** Prints what must not be missed, also where quiet was asked for. */
    void insist(String text) {
        terminal.printError(hints.complete(text) + "\n");
    }

    /** Completes the commands that it says to type. */
    Problem complete(Problem problem) {
        return hints.complete(problem);
    }

    /** The database that was meant; see {@link CommonOptions#url} for the order. */
    Optional<String> url() {
        return named().filter(it -> !it.place().equals(VARIABLES)).map(Named::url);
    }

    /**
     * The database that was meant, and who says so.
     *
     * @param url   what is to be completed from libpq's variables; empty where these say it all
     * @param place for messages; {@link #TYPED} for the command line
     */
    record Named(String url, String place) {}

    /** The database that was meant; see {@link CommonOptions#url} for the order. */
    Optional<Named> named() {
        Optional<String> typed = options.url.value();
        if (typed.isPresent()) {
            refuseEmpty(TYPED, typed.get());
            return typed.map(url -> new Named(url.strip(), TYPED));
        }
        String variable = environment.getOrDefault("DATABASE_URL", "");
        if (!variable.isBlank()) {
            return Optional.of(new Named(variable.strip(), "DATABASE_URL"));
        }
        return config.url()
                .map(url -> new Named(url, "url: in plumb.yml"))
                .or(() -> isNamedByVariables() ? Optional.of(new Named("", VARIABLES)) : Optional.empty());
    }

    /** Whether libpq's variables name a database. */
    boolean isNamedByVariables() {
        return List.of("PGHOST", "PGHOSTADDR", "PGDATABASE", "PGSERVICE").stream()
                .anyMatch(environment::containsKey);
    }

    Database database(String command) {
        Optional<String> url = url();
        if (url.isEmpty() && !isNamedByVariables()) {
            throw Problem.of(ProblemId.URL_MISSING, "no database was named")
                    .remedy(
                            "plumb " + command + " --url postgres://USER@HOST:5432/DATABASE",
                            "or set DATABASE_URL, or url: in plumb.yml",
                            "to try it without a server: plumb " + command + " --url embedded")
                    .exception();
        }
        return database(url.orElse(""), command);
    }

    Database database(String url, String command) {
        if (url.startsWith("sqlite:")) {
            throw Problem.of(ProblemId.URL_INVALID, "migrations run on PostgreSQL; this is a SQLite URL")
                    .state("nothing was changed")
                    .remedy("plumb " + command + " --url postgres://USER@HOST:5432/DATABASE")
                    .exception();
        }
        return new Database(
                ConnectionSpec.parse(url, environment),
                RunnerName.of(command),
                config.role(),
                config.lockTimeout().orElse(Duration.ofSeconds(4)),
                config.statementTimeout());
    }

    /** The server of {@code shadow.url}; empty for the embedded one. */
    Optional<Database> shadowServer(String command) {
        return config.shadow()
                .url()
                .filter(url -> !url.equals("embedded"))
                .map(url -> database(url, command))
                // The role is the target's.
                .map(server -> new Database(
                        server.spec(),
                        server.applicationName(),
                        Optional.empty(),
                        server.lockTimeout(),
                        server.statementTimeout()));
    }

    MigrationDirectory directory(@Nullable Path named, String command) {
        return MigrationDirectory.read(path(named, command), config.layout());
    }

    /** The migration directory; {@code command} is what to type again where it must be named. */
    Path path(@Nullable Path named, String command) {
        if (named != null) {
            // An empty path is the working directory, which nobody means who types "$DIR".
            refuseEmpty("DIR", named.toString());
            return named;
        }
        return config.migrations().orElseThrow(() -> {
            List<String> found = usualDirectories();
            return Problem.of(ProblemId.USAGE, "no migration directory was named")
                    .remedy(
                            found.isEmpty()
                                    ? new String[] {
                                        "name it: plumb " + command + " DIR", "or write migrations: DIR into plumb.yml"
                                    }
                                    : found.stream()
                                            .map(dir -> "plumb " + command + " " + dir)
                                            .toArray(String[]::new))
                    .exception();
        });
    }

    /** The directories here that are named as migration directories often are. */
    List<String> usualDirectories() {
        return USUAL_DIRECTORIES.stream()
                .filter(usual -> Files.isDirectory(Path.of(usual)))
                .toList();
    }

    /** Refuses an argument that is there and says nothing: most often a variable of the shell that was not set. */
    static void refuseEmpty(String argument, String value) {
        if (value.isBlank()) {
            throw Problem.of(ProblemId.USAGE, argument + " was given without a value")
                    .state("nothing was done")
                    .remedy("if it comes from a variable, that variable is empty: write it as \"${NAME:?}\"")
                    .exception();
        }
    }

    /** What {@code ${name}} stands for in scripts. */
    PlaceholderValues placeholders() {
        return new PlaceholderValues(config.placeholders(), config.secretPlaceholders());
    }

    /** The schema of the ledger, which is Plumbline's own. */
    String ledgerSchema() {
        return config.ledgerSchema().orElse("plumb");
    }

    Settings settings(Guards guards) {
        return new Settings(
                ledgerSchema(),
                guards.patience().map(Config::duration).or(config::patience).orElse(Duration.ofMinutes(10)),
                config.lockRetries().orElse(10),
                config.concurrentBudget().orElse(Duration.ofHours(1)),
                guards.terminateOrphans(),
                guards.acceptChanged(),
                guards.outOfOrder(),
                guards.ignoreMissing(),
                guards.allowDestructive(),
                author(),
                Version.text(),
                EmbeddedServer.majors().getLast());
    }

    /** The flags of a command that lift guardrails or say how to wait. */
    record Guards(
            Optional<String> patience,
            boolean terminateOrphans,
            boolean acceptChanged,
            boolean outOfOrder,
            boolean ignoreMissing,
            boolean allowDestructive) {
        static final Guards NONE = new Guards(Optional.empty(), false, false, false, false, false);
    }

    private String author() {
        String named = environment.getOrDefault("PLUMB_AUTHOR", "");
        if (!named.isBlank()) {
            return named;
        }
        String user = System.getProperty("user.name", "unknown");
        try {
            return user + "@" + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return user;
        }
    }
}
