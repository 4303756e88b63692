package dev.plumbline.cli;

import dev.plumbline.ProblemId;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.rules.Rules;
import dev.plumbline.report.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The pages of rules and problems, which come with the program. */
final class Pages {
    private Pages() {}

    /** The ids of all rules and problems, sorted, each once. */
    static List<String> ids() {
        return Stream.concat(
                        Rules.ids().stream(), Arrays.stream(ProblemId.values()).map(ProblemId::toString))
                .distinct()
                .sorted()
                .toList();
    }

    /** Every page, by id. */
    static List<Page> all() {
        return ids().stream().flatMap(id -> find(id).stream()).toList();
    }

    /** The pages of all rules, by their ids. */
    static Map<String, Page> ofRules() {
        Map<String, Page> pages = new TreeMap<>();
        Rules.ALL.forEach(rule -> of(rule).ifPresent(page -> pages.put(rule.id(), page)));
        return pages;
    }

    /**
     * The pages of that id, none where there is no such rule or problem. A rule that foresees a problem may bear its name, and then
     * there are two, the rule's first.
     */
    static List<Page> find(String id) {
        Stream<Page> rules =
                Rules.ALL.stream().filter(rule -> rule.id().equals(id)).flatMap(rule -> of(rule).stream());
        Stream<Page> problems = Arrays.stream(ProblemId.values())
                .filter(problem -> problem.toString().equals(id))
                .flatMap(problem -> of(problem).stream());
        return Stream.concat(rules, problems).toList();
    }

    private static Optional<Page> of(Rule rule) {
        return read("rules", rule.id()).map(text -> new Page.OfRule(rule.id(), rule.severity(), text));
    }

    private static Optional<Page> of(ProblemId problem) {
        return read("problems", problem.toString()).map(text -> new Page.OfProblem(problem, text));
    }

    private static Optional<String> read(String folder, String id) {
        try (InputStream in = Pages.class.getResourceAsStream("/" + folder + "/" + id + ".md")) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
