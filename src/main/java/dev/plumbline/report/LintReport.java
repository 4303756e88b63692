package dev.plumbline.report;

import dev.plumbline.Finding;
import dev.plumbline.Place;
import dev.plumbline.Severity;
import dev.plumbline.lint.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** Findings of files, as people, programs, code hosts and editors read them. */
public final class LintReport {
    private static final int INDENT = 9;
    private static final int HELP_WIDTH = 80;

    private LintReport() {}

    /**
     * As text.
     *
     * @param files how many were checked
     * @param again the command, to be typed with {@code --fix}
     */
    public static String text(List<Finding> findings, int files, String again) {
        StringBuilder text = new StringBuilder();
        findings.forEach(finding -> text(text, finding));
        text.append(summary(findings, files)).append('\n');
        if (!findings.isEmpty()) {
            text.append("plumb explain RULE says why, and what to write instead\n");
        }
        if (findings.stream().anyMatch(Finding::fixable)) {
            text.append("next: ").append(again).append(" --fix\n");
        }
        return text.toString();
    }

    private static void text(StringBuilder text, Finding finding) {
        text.append(finding.severity()).append(' ').append(finding.id()).append(": ");
        text.append(Lines.indented(finding.message(), INDENT)).append('\n');
        lines(text, "at", finding.places().stream().map(Place::shown).toList());
        finding.excerpt()
                .forEach(line -> text.append(" ".repeat(INDENT)).append(line).append('\n'));
        lines(text, "do", finding.remedies());
        text.append('\n');
    }

    private static void lines(StringBuilder text, String label, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            text.append("  ").append(String.format("%-7s", i == 0 ? label : ""));
            text.append(Lines.indented(values.get(i), INDENT)).append('\n');
        }
    }

    private static String summary(List<Finding> findings, int files) {
        String checked = files + (files == 1 ? " file" : " files");
        if (findings.isEmpty()) {
            return checked + " checked: nothing found";
        }
        Map<Severity, Long> counts = findings.stream()
                .collect(Collectors.groupingBy(Finding::severity, LinkedHashMap::new, Collectors.counting()));
        StringBuilder text = new StringBuilder();
        for (Severity severity : Severity.values()) {
            long count = counts.getOrDefault(severity, 0L);
            if (count > 0) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(count)
                        .append(' ')
                        .append(severity);
                text.append(count == 1 || severity == Severity.INFO ? "" : "s");
            }
        }
        long in = findings.stream()
                .map(it -> it.places().getFirst().file())
                .distinct()
                .count();
        return text + " in " + in + " of " + checked;
    }

    /** As a JSON document, described by {@code docs/schemas/lint.schema.json}. */
    public static String json(List<Finding> findings, int files) {
        return Json.document(json -> {
            json.writeNumberProperty("files", files);
            Json.objects(json, "findings", findings, finding -> finding(json, finding));
        });
    }

    private static void finding(JsonGenerator json, Finding finding) {
        json.writeStringProperty("id", finding.id());
        json.writeStringProperty("severity", finding.severity().toString());
        json.writeStringProperty("message", finding.message());
        Json.objects(json, "places", finding.places(), place -> {
            json.writeStringProperty("layer", place.layer());
            json.writeStringProperty("file", place.file());
            json.writeNumberProperty("line", place.line());
            json.writeNumberProperty("column", place.column());
            json.writeStringProperty("object", place.object());
        });
        json.writeStringProperty("fix", String.join("\n", finding.remedies()));
        json.writeBooleanProperty("fixable", finding.fixable());
    }

    /**
     * As SARIF 2.1.0, which code hosts show beside the lines.
     *
     * @param pages of the rules, by their ids
     */
    public static String sarif(List<Finding> findings, List<Rule> rules, Map<String, Page> pages) {
        return Json.document(json -> {
            json.writeStringProperty("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.writeStringProperty("version", "2.1.0");
            json.writeArrayPropertyStart("runs");
            json.writeStartObject();
            json.writeObjectPropertyStart("tool");
            json.writeObjectPropertyStart("driver");
            json.writeStringProperty("name", "plumb lint");
            Json.objects(json, "rules", rules, rule -> {
                json.writeStringProperty("id", rule.id());
                Page page = pages.get(rule.id());
                if (page != null) {
                    text(json, "shortDescription", page.summary());
                    json.writeObjectPropertyStart("help");
                    json.writeStringProperty("text", ExplainReport.text(List.of(page), HELP_WIDTH));
                    json.writeStringProperty("markdown", page.markdown());
                    json.writeEndObject();
                }
                json.writeObjectPropertyStart("defaultConfiguration");
                json.writeStringProperty("level", level(rule.severity()));
                json.writeEndObject();
            });
            json.writeEndObject();
            json.writeEndObject();
            Json.objects(json, "results", findings, finding -> result(json, finding));
            json.writeEndObject();
            json.writeEndArray();
        });
    }

    private static void result(JsonGenerator json, Finding finding) {
        json.writeStringProperty("ruleId", finding.id());
        json.writeStringProperty("level", level(finding.severity()));
        text(
                json,
                "message",
                finding.message() + (finding.remedies().isEmpty() ? "" : "\n" + String.join("\n", finding.remedies())));
        Json.objects(json, "locations", finding.places(), place -> {
            json.writeObjectPropertyStart("physicalLocation");
            json.writeObjectPropertyStart("artifactLocation");
            json.writeStringProperty("uri", place.file().replace('\\', '/'));
            json.writeEndObject();
            if (place.line() > 0) {
                json.writeObjectPropertyStart("region");
                json.writeNumberProperty("startLine", place.line());
                json.writeNumberProperty("startColumn", place.column());
                json.writeNumberProperty("endColumn", place.end());
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    private static void text(JsonGenerator json, String name, String text) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("text", text);
        json.writeEndObject();
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "note";
        };
    }

    /** As workflow commands of GitHub Actions, one a line (GitHub Docs, "Workflow commands for GitHub Actions"). */
    public static String github(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            Place place = finding.places().getFirst();
            text.append("::")
                    .append(finding.severity() == Severity.INFO ? "notice" : finding.severity())
                    .append(" file=")
                    .append(property(place.file()));
            if (place.line() > 0) {
                text.append(",line=").append(place.line());
                text.append(",col=").append(place.column());
                text.append(",endColumn=").append(place.end());
            }
            text.append(",title=").append(property(finding.id())).append("::");
            text.append(data(finding.message()
                    + (finding.remedies().isEmpty() ? "" : "\n" + String.join("\n", finding.remedies()))));
            text.append('\n');
        }
        return text.toString();
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
