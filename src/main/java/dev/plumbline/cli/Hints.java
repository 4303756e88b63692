package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.Shell;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Completes the commands in messages with what was typed, so that they can be pasted as they are. */
final class Hints {
    private static final Pattern COMMAND = Pattern.compile(
            "plumb (?:apply|rollback|status|history|(?:resolve|baseline|new) (?:'[^']*'|[^ ,;']+))(?=$|[,;)\n]| --| \\()");

    private String directory = "";
    private String config = "";

    /** Remembers the directory and the configuration file that were typed. */
    void typed(PlumbCommand command) {
        directory = option("", command.typedDirectory());
        config = option(" --config", command.options.config().orElse(null));
    }

    /** Inserts them after each command that takes them. */
    String complete(String text) {
        if (directory.isEmpty() && config.isEmpty()) {
            return text;
        }
        return COMMAND.matcher(text).replaceAll(match -> Matcher.quoteReplacement(match.group() + directory + config));
    }

    Problem complete(Problem problem) {
        return problem.remedy(problem.remedies().stream().map(this::complete).toArray(String[]::new));
    }

    private static String option(String name, @Nullable Path path) {
        return path == null ? "" : name + " " + Shell.word(path);
    }
}
