package dev.plumbline.report;

import dev.plumbline.Problem;
import java.util.List;

/** A problem as people and programs get it. */
public final class ProblemReport {
    /** Where the text beside a label begins. */
    private static final int INDENT = 9;

    private ProblemReport() {}

    /** As text; see {@link Problem}. */
    public static String text(Problem problem) {
        StringBuilder text = new StringBuilder();
        text.append(problem.id())
                .append(": ")
                .append(Lines.indented(problem.what(), INDENT))
                .append('\n');
        lines(text, "at", problem.at());
        problem.excerpt().forEach(line -> text.append(" ".repeat(INDENT))
                .append(Lines.indented(line, INDENT))
                .append('\n'));
        lines(text, "state", problem.state().isEmpty() ? List.of() : List.of(problem.state()));
        lines(text, "do", problem.remedies());
        return text.toString();
    }

    private static void lines(StringBuilder text, String label, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            text.append("  ").append(String.format("%-7s", i == 0 ? label : ""));
            text.append(Lines.indented(values.get(i), INDENT)).append('\n');
        }
    }

    /** As a JSON document, described by {@code docs/schemas/problem.schema.json}. */
    public static String json(Problem problem) {
        return Json.document(json -> {
            json.writeName("problem").writeStartObject();
            json.writeStringProperty("id", problem.id().toString());
            json.writeStringProperty("message", problem.what());
            array(json, "at", problem.at());
            array(json, "excerpt", problem.excerpt());
            json.writeStringProperty("state", problem.state());
            array(json, "remedies", problem.remedies());
            json.writeNumberProperty("exitCode", problem.id().kind().exitCode());
            json.writeEndObject();
        });
    }

    private static void array(tools.jackson.core.JsonGenerator json, String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }
}
