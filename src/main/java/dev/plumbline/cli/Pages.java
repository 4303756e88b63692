package dev.plumbline.cli;

import dev.plumbline.ProblemId;
import dev.plumbline.lint.rules.Rules;
import dev.plumbline.report.ExplainReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The pages of rules and problems, which come with the program. */
final class Pages {
    private Pages() {}

    /** Of all rules and problems, sorted. */
    static Set<String> ids() {
        Set<String> ids = new TreeSet<>(Rules.ids());
        Arrays.stream(ProblemId.values()).map(ProblemId::toString).forEach(ids::add);
        return ids;
    }

    /** The page of a rule or problem; empty where there is no such one. */
    static Optional<ExplainReport.Page> find(String id) {
        return ids().contains(id) ? read("rule", id).or(() -> read("problem", id)) : Optional.empty();
    }

    /** The pages of all rules, by their ids. */
    static Map<String, ExplainReport.Page> ofRules() {
        Map<String, ExplainReport.Page> pages = new TreeMap<>();
        Rules.ids().forEach(id -> read("rule", id).ifPresent(page -> pages.put(id, page)));
        return pages;
    }

    private static Optional<ExplainReport.Page> read(String kind, String id) {
        try (InputStream in = Pages.class.getResourceAsStream("/" + kind + "s/" + id + ".md")) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(
                            new ExplainReport.Page(id, kind, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
