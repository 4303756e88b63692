package dev.plumbline.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of text with aligned columns. */
final class Columns {
    /** Cells to be aligned, or one free text. */
    private record Row(List<String> cells, boolean free) {}

    private final List<Row> rows = new ArrayList<>();

    void row(String... cells) {
        rows.add(new Row(Arrays.stream(cells).map(Lines::one).toList(), false));
    }

    /** A line that belongs to the row before, under its second column. */
    void remark(String text) {
        rows.add(new Row(List.of(text), true));
    }

    String text() {
        List<Integer> widths = widths();
        StringBuilder text = new StringBuilder();
        for (Row row : rows) {
            StringBuilder line = new StringBuilder("  ");
            if (row.free()) {
                int margin = widths.isEmpty() ? 0 : widths.getFirst();
                line.append(" ".repeat(margin))
                        .append("  ")
                        .append(Lines.indented(row.cells().getFirst(), margin + 4));
            } else {
                for (int i = 0; i < row.cells().size(); i++) {
                    String cell = row.cells().get(i);
                    line.append(cell).append(" ".repeat(widths.get(i) - length(cell) + 2));
                }
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private List<Integer> widths() {
        List<Integer> widths = new ArrayList<>();
        for (Row row : rows) {
            for (int i = 0; !row.free() && i < row.cells().size(); i++) {
                int length = length(row.cells().get(i));
                if (i == widths.size()) {
                    widths.add(length);
                } else {
                    widths.set(i, Math.max(widths.get(i), length));
                }
            }
        }
        return widths;
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
