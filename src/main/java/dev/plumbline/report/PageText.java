package dev.plumbline.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A page of the documentation, for a terminal: Markdown comes in, lines of a width that can be read go out. */
final class PageText {
    private static final int WIDTH = 96;
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();
    private final List<String> paragraph = new ArrayList<>();
    private List<String> header = List.of();
    private boolean inSection;
    private boolean inCode;

    private PageText() {}

    static String of(String markdown) {
        PageText page = new PageText();
        markdown.lines().forEach(page::line);
        page.endParagraph();
        return page.text.toString().stripTrailing() + "\n";
    }

    private void line(String line) {
        if (line.startsWith("```")) {
            endParagraph();
            inCode = !inCode;
            if (!inCode) {
                text.append('\n');
            }
        } else if (inCode) {
            text.append(line.isEmpty() ? "" : INDENT + INDENT).append(line).append('\n');
        } else if (line.startsWith("# ")) {
            text.append(line.substring(2)).append("\n\n");
        } else if (line.startsWith("## ")) {
            endParagraph();
            inSection = true;
            text.append(line.substring(3)).append('\n');
        } else if (line.startsWith("|")) {
            endParagraph();
            row(line);
        } else if (line.isBlank()) {
            endParagraph();
        } else {
            if (line.startsWith("- ")) {
                endLines("");
            }
            paragraph.add(line.strip());
        }
    }

    private void endParagraph() {
        endLines("\n");
    }

    private void endLines(String space) {
        if (paragraph.isEmpty()) {
            return;
        }
        String indent = inSection ? INDENT : "";
        String hanging = paragraph.getFirst().startsWith("- ") ? indent + INDENT : indent;
        StringBuilder line = new StringBuilder(indent);
        boolean first = true;
        for (String word : String.join(" ", paragraph).replace("`", "").split(" ", -1)) {
            if (!first && line.length() + word.length() >= WIDTH) {
                text.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder(hanging);
            }
            line.append(word).append(' ');
            first = false;
        }
        text.append(line.toString().stripTrailing()).append('\n').append(space);
        paragraph.clear();
    }

    /** A table of one row is a list of what its header names; a longer one keeps its rows. */
    private void row(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(1, line.lastIndexOf('|')).split("\\|", -1)) {
            cells.add(cell.strip().replace("`", ""));
        }
        if (header.isEmpty()) {
            header = cells;
        } else if (!cells.getFirst().startsWith("---")) {
            for (int i = 0; i < cells.size(); i++) {
                text.append(String.format(Locale.ROOT, "%-10s%s%n", header.get(i), cells.get(i)));
            }
            text.append('\n');
            header = List.of();
        }
    }
}
