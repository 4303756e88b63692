package dev.plumbline.cli;

import dev.plumbline.Nearest;
import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import dev.plumbline.db.ConnectionSpec;
import dev.plumbline.report.ProblemReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** All commands, and how a command line becomes one of them and an exit code. */
final class CommandTree {
    private static final Pattern NO_NUMBER =
            Pattern.compile("Invalid value for option '(--[\\w-]+)': '(.*)' is not an int");

    /** What other tools call what a command does. */
    private static final Map<String, String> OTHER_NAMES = Map.ofEntries(
            Map.entry("migrate", "apply"),
            Map.entry("up", "apply"),
            Map.entry("run", "apply"),
            Map.entry("deploy", "apply"),
            Map.entry("update", "apply"),
            Map.entry("undo", "rollback"),
            Map.entry("revert", "rollback"),
            Map.entry("redo", "rollback"),
            Map.entry("info", "status"),
            Map.entry("list", "status"),
            Map.entry("validate", "status"),
            Map.entry("log", "history"),
            Map.entry("check", "lint"),
            Map.entry("create", "new"),
            Map.entry("generate", "new"),
            Map.entry("add", "new"),
            Map.entry("make", "new"),
            Map.entry("repair", "resolve"),
            Map.entry("force", "resolve"),
            Map.entry("version", "--version"));

    private CommandTree() {}

    private static Map<String, Supplier<PlumbCommand>> commands() {
        Map<String, Supplier<PlumbCommand>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand::new);
        commands.put("new", NewCommand::new);
        commands.put("inspect", InspectCommand::new);
        commands.put("diff", DiffCommand::new);
        commands.put("plan", PlanCommand::new);
        commands.put("down", DownCommand::new);
        commands.put("lint", LintCommand::new);
        commands.put("explain", ExplainCommand::new);
        commands.put("apply", ApplyCommand::new);
        commands.put("rollback", RollbackCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("history", HistoryCommand::new);
        commands.put("resolve", ResolveCommand::new);
        commands.put("baseline", BaselineCommand::new);
        return commands;
    }

    private static Arguments root() {
        Arguments root = new Arguments("plumb", "Changes a production database without holding its breath.");
        root.subcommandLabel("COMMAND");
        root.footer(
                "plumb COMMAND --help explains one.",
                "Exit codes: 0 done, 1 findings, 2 usage, 3 the database or a statement failed, 4 stopped by a guardrail.");
        return root;
    }

    static int execute(Terminal terminal, Map<String, String> environment, String... args) {
        boolean json = Arrays.asList(args).contains("--json");
        Hints hints = new Hints();
        try {
            return parse(args, terminal, environment, hints);
        } catch (ProblemException e) {
            report(terminal, hints.complete(e.problem()), json);
            return e.problem().id().kind().exitCode();
        } catch (InvalidPathException e) {
            Problem problem = Problem.of(
                            ProblemId.USAGE,
                            "the name \"" + e.getInput() + "\" cannot be a path here: " + e.getReason())
                    .remedy("if it holds letters beyond ASCII: export LC_ALL=C.UTF-8");
            report(terminal, problem, json);
            return problem.id().kind().exitCode();
        } catch (RuntimeException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            report(terminal, bug(e), json);
            terminal.printError(trace.toString());
            return ProblemId.INTERNAL_ERROR.kind().exitCode();
        }
    }

    private static int parse(String[] args, Terminal terminal, Map<String, String> environment, Hints hints) {
        Map<String, Supplier<PlumbCommand>> commands = commands();
        if (args.length == 2 && args[0].equals("help") && commands.containsKey(args[1])) {
            return parse(new String[] {args[1], "--help"}, terminal, environment, hints);
        }
        CommandLine line = root().parser();
        // Declaring a command costs start-up: only the one that is asked for, unless all are to be listed.
        boolean one = args.length > 0 && commands.containsKey(args[0]);
        Map<String, PlumbCommand> declared = new HashMap<>();
        commands.forEach((name, command) -> {
            if (!one || name.equals(args[0])) {
                PlumbCommand made = command.get();
                declared.put(name, made);
                line.addSubcommand(name, made.arguments.parser());
            }
        });
        line.setUsageHelpAutoWidth(terminal.interactive());
        if (args.length == 0 || args[0].equals("--help") || args[0].equals("-h") || args[0].equals("help")) {
            terminal.print(line.getUsageMessage());
            return args.length == 0 ? ProblemId.USAGE.kind().exitCode() : 0;
        }
        try {
            CommandLine.ParseResult result = line.parseArgs(args);
            CommandLine chosen = result.subcommand().commandSpec().commandLine();
            PlumbCommand command = Objects.requireNonNull(declared.get(chosen.getCommandName()));
            if (command.options.help.given()) {
                terminal.print(chosen.getUsageMessage());
                return 0;
            }
            hints.typed(command);
            return command.run(new Surroundings(terminal, environment, command.options, hints));
        } catch (CommandLine.ParameterException e) {
            throw usage(e, args);
        }
    }

    private static RuntimeException usage(CommandLine.ParameterException e, String... args) {
        CommandLine at = e.getCommandLine();
        boolean isCommand = at.getParent() != null;
        String message = e.getMessage() == null ? "the arguments do not fit" : e.getMessage();
        String what = NO_NUMBER
                .matcher(message.lines().findFirst().orElse(message))
                .replaceFirst("$1 takes a whole number, not $2");
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().getFirst();
            Optional<String> command =
                    Arrays.stream(args).filter(commands()::containsKey).findFirst();
            if (!isCommand && first.startsWith("-") && command.isPresent()) {
                return Problem.of(
                                ProblemId.USAGE,
                                "options stand after the command, and " + redacted(first) + " before it")
                        .remedy("write it as " + reordered(command.get(), args))
                        .exception();
            }
            what = first.startsWith("-")
                    ? "there is no option " + first
                    : isCommand ? "there is no place for the argument " + first : "there is no command " + first;
            what += suggestion(first, isCommand, unmatched.getSuggestions())
                    .map(suggestion -> "; did you mean " + suggestion + "?")
                    .orElse("");
        }
        // What was typed may hold a URL with its password.
        return Problem.of(ProblemId.USAGE, ConnectionSpec.redact(what))
                .remedy((isCommand ? "plumb " + at.getCommandName() : "plumb") + " --help")
                .exception();
    }

    private static Optional<String> suggestion(String typed, boolean inCommand, List<String> similar) {
        if (inCommand || typed.startsWith("-")) {
            return similar.stream().findFirst();
        }
        return Optional.ofNullable(OTHER_NAMES.get(typed.toLowerCase(Locale.ROOT)))
                .or(() -> Nearest.of(typed, commands().keySet()));
    }

    /** The line as it should have been: what stood before the command comes last, and no password is repeated. */
    private static String reordered(String command, String... args) {
        List<String> words = Arrays.asList(args);
        int at = words.indexOf(command);
        return Stream.of(List.of("plumb"), words.subList(at, words.size()), words.subList(0, at))
                .flatMap(List::stream)
                .map(CommandTree::shown)
                .collect(Collectors.joining(" "));
    }

    private static String shown(String word) {
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        String value = word.substring(equals + 1);
        String safe = value.contains(":") || value.contains("@")
                ? ConnectionSpec.withoutPassword(value).orElse("…")
                : value;
        return word.substring(0, equals + 1) + Shell.word(safe);
    }

    /** The option without its value, which may be a URL. */
    private static String redacted(String option) {
        return option.replaceFirst("=.*", "=…");
    }

    private static Problem bug(RuntimeException e) {
        return Problem.of(ProblemId.INTERNAL_ERROR, "this is a bug in Plumbline: " + e)
                .state("what was reported as applied is applied; plumb status tells the rest")
                .remedy("please report it with the lines below and the command you typed");
    }

    private static void report(Terminal terminal, Problem problem, boolean json) {
        terminal.printError(ProblemReport.text(problem));
        if (json) {
            terminal.print(ProblemReport.json(problem));
        }
    }
}
