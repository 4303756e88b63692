package dev.plumbline.report;

import java.util.List;

/** What is known of a rule or a problem. */
public final class ExplainReport {
    private ExplainReport() {}

    /**
     * A page of the documentation.
     *
     * @param kind     {@code rule} or {@code problem}
     * @param markdown as it stands in the documentation
     */
    public record Page(String id, String kind, String markdown) {
        /** The first sentence: what it is. */
        public String summary() {
            return markdown.lines()
                    .skip(1)
                    .dropWhile(String::isBlank)
                    .takeWhile(line -> !line.isBlank())
                    .reduce("", (a, b) -> a + " " + b)
                    .strip()
                    .replace("`", "");
        }
    }

    /** One page, for people. */
    public static String text(Page page) {
        return PageText.of(page.markdown());
    }

    /** One page, described by {@code docs/schemas/explain.schema.json}. */
    public static String json(Page page) {
        return Json.document(json -> {
            json.writeStringProperty("id", page.id());
            json.writeStringProperty("kind", page.kind());
            json.writeStringProperty("summary", page.summary());
            json.writeStringProperty("markdown", page.markdown());
        });
    }

    /** All pages, a line each. */
    public static String list(List<Page> pages) {
        StringBuilder text = new StringBuilder();
        for (String kind : List.of("rule", "problem")) {
            text.append(kind).append("s\n");
            pages.stream()
                    .filter(page -> page.kind().equals(kind))
                    .forEach(page -> text.append("  ").append(page.id()).append('\n'));
        }
        return text.append("plumb explain ID says what one is about.\n").toString();
    }

    /** All pages as a JSON document. */
    public static String listJson(List<Page> pages) {
        return Json.document(json -> Json.objects(json, "pages", pages, page -> {
            json.writeStringProperty("id", page.id());
            json.writeStringProperty("kind", page.kind());
            json.writeStringProperty("summary", page.summary());
        }));
    }
}
