package dev.plumbline.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation, for a terminal: Markdown comes in, lines that can be read go out. Of Markdown it knows what the
 * pages hold: headings, paragraphs, lists, tables, blocks of code, links.
 */
final class PageText {
    /** Longer lines of prose are hard to read, however wide the terminal is. */
    private static final int WIDEST = 100;

    private static final String INDENT = "  ";
    private static final Pattern FENCE = Pattern.compile("( *)```.*");
    private static final Pattern ITEM = Pattern.compile(" *(?:[-*]|\\d+\\.) ");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)]\\(([^)\\s]+)\\)");
    private static final Pattern CELL = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern RULE = Pattern.compile("\\|[-:|\\s]+\\|");

    private final Wrapped text;
    private final List<String> paragraph = new ArrayList<>();
    private final List<List<String>> table = new ArrayList<>();
    private String indent = "";
    private String fence = "";
    private boolean inCode;
    private boolean underHeading;

    private PageText(int width) {
        text = new Wrapped(Math.min(width, WIDEST));
    }

    static String of(String markdown, int width) {
        PageText page = new PageText(width);
        markdown.lines().forEach(page::line);
        page.end();
        return page.text.toString();
    }

    private void line(String line) {
        Matcher fenced = FENCE.matcher(line);
        if (fenced.matches()) {
            end();
            space();
            inCode = !inCode;
            fence = fenced.group(1);
        } else if (inCode) {
            underHeading = false;
            text.verbatim(indent + fence + INDENT + (line.startsWith(fence) ? line.substring(fence.length()) : line));
        } else if (line.startsWith("#")) {
            end();
            text.blank();
            text.verbatim(line.replaceFirst("^#+ ", ""));
            underHeading = line.startsWith("##");
            indent = underHeading ? INDENT : "";
        } else if (line.startsWith("|")) {
            endParagraph();
            row(line);
        } else if (line.isBlank()) {
            end();
            space();
        } else {
            if (ITEM.matcher(line).lookingAt()) {
                endParagraph();
            }
            paragraph.add(line);
        }
    }

    private void end() {
        endParagraph();
        endTable();
    }

    /** What stands under the heading of a section follows it at once. */
    private void space() {
        if (!underHeading) {
            text.blank();
        }
    }

    private void endParagraph() {
        if (paragraph.isEmpty()) {
            return;
        }
        String first = paragraph.getFirst();
        Matcher item = ITEM.matcher(first);
        String begin = item.lookingAt()
                ? item.group()
                : " ".repeat(first.length() - first.stripLeading().length());
        paragraph.set(0, first.substring(begin.length()));
        underHeading = false;
        text.line(indent + begin, indent + " ".repeat(begin.length()), linked(String.join(" ", paragraph)));
        paragraph.clear();
    }

    private void row(String line) {
        if (!RULE.matcher(line).matches()) {
            table.add(CELL.splitAsStream(line.substring(1, line.lastIndexOf('|')))
                    .map(cell -> linked(cell.strip().replace("\\|", "|")))
                    .toList());
        }
    }

    /** A table of one row is a list of what its header names; a longer one keeps its rows. */
    private void endTable() {
        underHeading &= table.isEmpty();
        if (table.size() == 2) {
            List<String> header = table.getFirst();
            int longest = header.stream().mapToInt(String::length).max().orElse(0);
            for (int i = 0; i < header.size(); i++) {
                String name = header.get(i);
                text.line(
                        indent + name + " ".repeat(longest - name.length() + 2),
                        indent + " ".repeat(longest + 2),
                        table.get(1).get(i));
            }
        } else {
            rows();
        }
        table.clear();
    }

    /** The last column has the room that the others leave. */
    private void rows() {
        int columns = table.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : table) {
            for (int i = 0; i < row.size() - 1; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : table) {
            StringBuilder begin = new StringBuilder(indent);
            for (int i = 0; i < row.size() - 1; i++) {
                begin.append(row.get(i))
                        .append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            text.line(begin.toString(), " ".repeat(begin.length()), row.getLast());
        }
    }

    /** Where a link leads, in words: those to other pages are as seen from two directories below the project's own. */
    private static String linked(String words) {
        return LINK.matcher(words)
                .replaceAll(link -> Matcher.quoteReplacement(
                        link.group(1) + " (" + link.group(2).replaceFirst("^\\.\\./", "docs/") + ")"));
    }
}
