package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.Shell;
import dev.plumbline.cli.Arguments.Typed;
import dev.plumbline.db.ConnectionSpec;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Completes the commands in messages with what was typed, so that they can be pasted as they are: every command with the
 * directory, the configuration file and the database; the one that was typed with its own options, too, so that it does the same
 * job again.
 */
final class Hints {
    private static final String WORD = " (?:'[^']*'|[^ ,;'()-][^ ,;'()]*)";

    /** A command with its first word, a directory at the end of the text, and the options that the message gives it. */
    private static final Pattern COMMAND =
            Pattern.compile("plumb (?:(?<name>apply|rollback|status|history|down|rehearse)"
                    + "(?<directory>" + WORD + "(?=$|\n| --))?|(?<marking>resolve|baseline|new)" + WORD
                    + "|(?<reading>inspect)"
                    + WORD + "|(?<comparing>diff|plan)" + WORD
                    + WORD + ")"
                    + "(?<options>(?: --[a-z-]+(?:" + WORD + ")?)*)(?=$|[,;)\n]| \\(| for )");

    private static final Pattern OPTION = Pattern.compile("--[a-z-]+");

    /** They say how a result is shown, or confirm it: whoever pastes a command decides anew. */
    private static final Set<String> NOT_REPEATED =
            Set.of("--url", "--on", "--config", "--json", "--quiet", "--yes", "--help");

    private String name = "";
    private String directory = "";
    private String config = "";
    private String url = "";

    /** Of the command that was typed, where it has an option of its own for its database. */
    private String on = "";

    private List<Typed> options = List.of();

    /** Remembers what was typed. */
    void typed(PlumbCommand command) {
        name = command.arguments.name();
        directory = option("", command.typedDirectory());
        config = option(" --config", command.options.config().orElse(null));
        // A shell's history and a terminal's log are no places for a password.
        url = command.typedServer()
                .or(command.options.url::value)
                .map(String::strip)
                .flatMap(given -> ConnectionSpec.withoutPassword(given))
                .map(given -> " --url " + Shell.word(given))
                .orElse("");
        on = command.typedServer().isPresent() ? url.replaceFirst("--url", "--on") : "";
        options = command.arguments.typed().stream()
                .filter(option -> !NOT_REPEATED.contains(option.name()))
                .flatMap(Hints::withoutPassword)
                .toList();
    }

    private static Stream<Typed> withoutPassword(Typed option) {
        return option.name().equals(RowOptions.SHAPE_FROM)
                ? option.value().flatMap(ConnectionSpec::withoutPassword).stream()
                        .map(value -> new Typed(option.name(), Optional.of(value)))
                : Stream.of(option);
    }

    /** Inserts it after each command that takes it. */
    String complete(String text) {
        if (directory.isEmpty() && config.isEmpty() && url.isEmpty() && options.isEmpty()) {
            return text;
        }
        return COMMAND.matcher(text).replaceAll(match -> Matcher.quoteReplacement(completed(match)));
    }

    private String completed(MatchResult match) {
        String written = match.group("options");
        Set<String> there =
                OPTION.matcher(written).results().map(MatchResult::group).collect(Collectors.toSet());
        boolean same =
                Stream.of("name", "marking", "reading", "comparing").anyMatch(it -> name.equals(match.group(it)));
        // The files of a new migration are written without a database.
        boolean connects = !"new".equals(match.group("marking")) && !there.contains("--url") && !there.contains("--on");
        // The other commands take sources, which are written already.
        boolean takesDirectory =
                match.group("marking") != null || (match.group("name") != null && match.group("directory") == null);
        return match.group().substring(0, match.group().length() - written.length())
                + (takesDirectory ? directory : "")
                + config
                + (connects ? same && !on.isEmpty() && !there.contains("--all") ? on : url : "")
                + (same ? repeated(there) : "")
                + written;
    }

    /** The typed options that the message does not set itself. */
    private String repeated(Set<String> there) {
        Set<String> without = new HashSet<>(there);
        if (there.contains("--steps") || there.contains("--to")) {
            without.addAll(List.of("--steps", "--to"));
        }
        if (there.contains("--on")) {
            without.addAll(List.of("--all", "--rows", "--max-rows", RowOptions.SHAPE_FROM));
        }
        return options.stream()
                .filter(option -> !without.contains(option.name()))
                .map(option -> " " + option.name()
                        + option.value().map(value -> " " + Shell.word(value)).orElse(""))
                .collect(Collectors.joining());
    }

    Problem complete(Problem problem) {
        return problem.remedy(problem.remedies().stream().map(this::complete).toArray(String[]::new));
    }

    private static String option(String name, @Nullable Path path) {
        return path == null || path.toString().isEmpty() ? "" : name + " " + Shell.word(path);
    }
}
