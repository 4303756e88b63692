package dev.plumbline.report;

import dev.plumbline.ProblemId;
import dev.plumbline.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** What is known of rules and problems. */
public final class ExplainReport {
    private ExplainReport() {}

    /** Whole pages, for people who have {@code width} characters a line. */
    public static String text(List<Page> pages, int width) {
        return pages.stream().map(page -> PageText.of(page.markdown(), width)).collect(Collectors.joining("\n"));
    }

    /** Whole pages, described by {@code docs/schemas/explain.schema.json}. */
    public static String json(List<Page> pages) {
        return Json.document(json -> Json.objects(json, "pages", pages, page -> {
            properties(json, page);
            json.writeStringProperty("markdown", page.markdown());
        }));
    }

    /** All pages with what each is about, in groups: rules by how much they matter, problems by their exit code. */
    public static String list(List<Page> pages, int width) {
        Map<String, List<Page>> groups = new LinkedHashMap<>();
        for (Severity severity : Severity.values()) {
            groups.put(heading(severity), new ArrayList<>());
        }
        for (ProblemId.Kind kind : ProblemId.Kind.values()) {
            groups.put(heading(kind), new ArrayList<>());
        }
        pages.forEach(
                page -> groups.getOrDefault(heading(page), new ArrayList<>()).add(page));
        int longest = pages.stream().mapToInt(page -> page.id().length()).max().orElse(0);
        Wrapped text = new Wrapped(width);
        groups.forEach((heading, members) -> {
            if (!members.isEmpty()) {
                text.line("", "", heading);
                members.forEach(page -> text.line(
                        "  " + page.id() + " ".repeat(longest - page.id().length() + 2),
                        " ".repeat(longest + 4),
                        page.summary()));
                text.blank();
            }
        });
        text.line("", "", "`plumb explain ID` says more about one.");
        return text.toString();
    }

    private static String heading(Page page) {
        return switch (page) {
            case Page.OfRule rule -> heading(rule.severity());
            case Page.OfProblem problem -> heading(problem.problem().kind());
        };
    }

    private static String heading(Severity severity) {
        return "rules of plumb lint: "
                + switch (severity) {
                    case ERROR -> "errors";
                    case WARNING -> "warnings";
                    case INFO -> "remarks";
                };
    }

    private static String heading(ProblemId.Kind kind) {
        return "problems with exit code " + kind.exitCode() + ": "
                + switch (kind) {
                    case USAGE -> "the command line, a file or the configuration is wrong";
                    case FAILED -> "the database or a statement failed, or was interrupted";
                    case GUARDRAIL -> "stopped by a guardrail";
                };
    }

    /** All pages as a JSON document, described by {@code docs/schemas/explain.schema.json}. */
    public static String listJson(List<Page> pages) {
        return Json.document(json -> Json.objects(json, "pages", pages, page -> properties(json, page)));
    }

    private static void properties(JsonGenerator json, Page page) {
        json.writeStringProperty("id", page.id());
        switch (page) {
            case Page.OfRule rule -> {
                json.writeStringProperty("kind", "rule");
                json.writeStringProperty("severity", rule.severity().toString());
            }
            case Page.OfProblem problem -> {
                json.writeStringProperty("kind", "problem");
                json.writeNumberProperty("exitCode", problem.problem().kind().exitCode());
            }
        }
        json.writeStringProperty("summary", page.summary());
    }
}
