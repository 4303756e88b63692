package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.db.ConnectionSpec;
import dev.plumbline.report.ProblemReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All commands, and how a command line becomes one of them and an exit code. */
final class CommandTree {
    @Command(
            name = "plumb",
            description = "Changes a production database without holding its breath.",
            synopsisSubcommandLabel = "COMMAND",
            footer = {
                "",
                "plumb COMMAND --help explains one.",
                "Exit codes: 0 done, 1 findings, 2 usage, 3 the database or a statement failed, 4 stopped by a guardrail."
            })
    private static final class Root {}

    private CommandTree() {}

    private static Map<String, Supplier<PlumbCommand>> commands() {
        Map<String, Supplier<PlumbCommand>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand::new);
        commands.put("new", NewCommand::new);
        commands.put("inspect", InspectCommand::new);
        commands.put("apply", ApplyCommand::new);
        commands.put("rollback", RollbackCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("history", HistoryCommand::new);
        commands.put("resolve", ResolveCommand::new);
        commands.put("baseline", BaselineCommand::new);
        return commands;
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
        CommandLine line = new CommandLine(new Root());
        Map<String, Supplier<PlumbCommand>> commands = commands();
        // A command's options are read by reflection, which costs start-up: only the one that is asked for.
        List<String> wanted =
                args.length > 0 && commands.containsKey(args[0]) ? List.of(args[0]) : List.copyOf(commands.keySet());
        for (String name : commands.keySet()) {
            if (wanted.contains(name)) {
                line.addSubcommand(name, commands.get(name).get());
            }
        }
        line.setUsageHelpAutoWidth(terminal.interactive());
        if (args.length == 0 || args[0].equals("--help") || args[0].equals("-h") || args[0].equals("help")) {
            terminal.print(line.getUsageMessage());
            return args.length == 0 ? ProblemId.USAGE.kind().exitCode() : 0;
        }
        try {
            CommandLine.ParseResult result = line.parseArgs(args);
            CommandLine chosen = result.subcommand().commandSpec().commandLine();
            PlumbCommand command = chosen.getCommand();
            if (command.options.help) {
                terminal.print(chosen.getUsageMessage());
                return 0;
            }
            hints.typed(command);
            return command.run(new Surroundings(terminal, environment, command.options, hints));
        } catch (CommandLine.ParameterException e) {
            throw usage(e);
        }
    }

    private static RuntimeException usage(CommandLine.ParameterException e) {
        CommandLine at = e.getCommandLine();
        boolean isCommand = at.getParent() != null;
        String message = e.getMessage() == null ? "the arguments do not fit" : e.getMessage();
        String what = message.lines().findFirst().orElse(message);
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().getFirst();
            what = first.startsWith("-")
                    ? "there is no option " + first
                    : isCommand ? "there is no place for the argument " + first : "there is no command " + first;
            what += unmatched.getSuggestions().stream()
                    .limit(1)
                    .map(suggestion -> "; did you mean " + suggestion + "?")
                    .collect(Collectors.joining());
        }
        // What was typed may hold a URL with its password.
        return Problem.of(ProblemId.USAGE, ConnectionSpec.redact(what))
                .remedy((isCommand ? "plumb " + at.getCommandName() : "plumb") + " --help")
                .exception();
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
