package dev.plumbline.cli;

import dev.plumbline.Nearest;
import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.Severity;
import dev.plumbline.lint.Settings;
import dev.plumbline.lint.rules.Rules;
import dev.plumbline.shadow.EmbeddedServer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What {@code lint:} in plumb.yml says. */
final class LintSettings {
    private static final Set<String> SWITCHES = Set.of("on", "off");
    private static final List<String> NAMES = List.of("file", "table", "column", "index", "constraint", "partition");
    private static final int OLDEST = 13;

    private LintSettings() {}

    static Settings of(Surroundings surroundings, Optional<Integer> version) {
        Map<String, Severity> severities = new TreeMap<>();
        Map<String, Boolean> switches = new TreeMap<>();
        surroundings.config().lint().rules().forEach((rule, text) -> {
            if (!Rules.ids().contains(rule)) {
                throw invalid(
                        surroundings,
                        "lint.rules: there is no rule " + rule,
                        Nearest.of(rule, Rules.ids())
                                .map(nearest -> "did you mean " + nearest + "?")
                                .orElse("see the rules there are: plumb explain"));
            }
            Optional<Severity> severity = Arrays.stream(Severity.values())
                    .filter(it -> it.toString().equals(text))
                    .findFirst();
            if (severity.isPresent()) {
                severities.put(rule, severity.get());
            } else if (SWITCHES.contains(text)) {
                switches.put(rule, text.equals("on"));
            } else {
                throw invalid(
                        surroundings,
                        "lint.rules." + rule + ": \"" + text + "\" is none of error, warning, info, on and off",
                        "write one of them, for example: " + rule + ": warning");
            }
        });
        surroundings.config().lint().names().forEach((kind, pattern) -> {
            if (!NAMES.contains(kind)) {
                throw invalid(
                        surroundings,
                        "lint.names: there are no names of " + kind,
                        "it takes " + String.join(", ", NAMES));
            }
            try {
                Pattern.compile(pattern.replace("{table}", ""));
            } catch (PatternSyntaxException e) {
                throw invalid(
                        surroundings,
                        "lint.names." + kind + ": \"" + pattern + "\" is no regular expression: " + e.getDescription(),
                        "write one, for example: " + kind + ": '[a-z_][a-z0-9_]*'");
            }
        });
        int major = version.or(() -> surroundings.config().shadow().version())
                .orElse(EmbeddedServer.majors().getLast());
        int newest = EmbeddedServer.majors().getLast();
        if (major < OLDEST || major > newest) {
            throw Problem.of(ProblemId.USAGE, "--pg-version takes " + OLDEST + " to " + newest + ", not " + major)
                    .remedy("--pg-version " + newest)
                    .exception();
        }
        return new Settings(
                major, severities, switches, surroundings.config().lint().names());
    }

    private static ProblemException invalid(Surroundings surroundings, String what, String remedy) {
        return Problem.of(ProblemId.CONFIG_INVALID, what)
                .at(surroundings.config().file().map(Object::toString).orElse("plumb.yml"))
                .state("nothing was checked")
                .remedy(remedy)
                .exception();
    }
}
