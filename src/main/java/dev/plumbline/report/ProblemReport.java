package dev.plumbline.report;

import dev.plumbline.Problem;
import java.util.List;
import tools.jackson.core.JsonGenerator;

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
        place(text, problem);
        lines(text, "state", problem.state().isEmpty() ? List.of() : List.of(problem.state()));
        lines(text, "do", problem.remedies());
        return text.toString();
    }

    /** Where it happened, and what is written there. */
    static void place(StringBuilder text, Problem problem) {
        lines(text, "at", problem.at());
        problem.excerpt().forEach(line -> text.append(" ".repeat(INDENT))
                .append(Lines.indented(line, INDENT))
                .append('\n'));
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
            json.writeObjectPropertyStart("problem");
            fields(json, problem);
            json.writeEndObject();
        });
    }

    /** What describes it, in an object that is open. */
    static void fields(JsonGenerator json, Problem problem) {
        json.writeStringProperty("id", problem.id().toString());
        json.writeStringProperty("message", problem.what());
        Json.texts(json, "at", problem.at());
        Json.texts(json, "excerpt", problem.excerpt());
        json.writeStringProperty("state", problem.state());
        Json.texts(json, "remedies", problem.remedies());
        json.writeNumberProperty("exitCode", problem.id().kind().exitCode());
    }
}
