package dev.plumbline.config;

import dev.plumbline.config.Mistakes.Position;
import java.util.List;
import java.util.regex.Pattern;

/** Shows a line of the file with a caret under one of its characters, unless a password may be near. */
final class Excerpt {
    private static final int WIDTH = 110;
    private static final String CUT = "…";
    private static final Pattern SECRET =
            Pattern.compile("://|@|\\burl\\b|passw|secret|token", Pattern.CASE_INSENSITIVE);

    private Excerpt() {}

    /** Two lines, or none. */
    static List<String> of(Source source, Position position) {
        List<String> lines = source.lines();
        if (position.line() > lines.size() || mayHoldSecret(lines, position.line() - 1)) {
            return List.of();
        }
        int[] line = lines.get(position.line() - 1).codePoints().toArray();
        int caret = Math.min(position.column() - 1, line.length);
        int from = line.length <= WIDTH ? 0 : Math.clamp(caret - WIDTH / 2, 0, line.length - WIDTH);
        int to = Math.min(line.length, from + WIDTH);
        StringBuilder shown = new StringBuilder(from > 0 ? CUT : "");
        StringBuilder pad = new StringBuilder(from > 0 ? " " : "");
        for (int i = from; i < to; i++) {
            // Control characters would move the cursor of a terminal.
            shown.appendCodePoint(line[i] != '\t' && Character.isISOControl(line[i]) ? ' ' : line[i]);
            if (i < caret) {
                pad.append(line[i] == '\t' ? '\t' : ' ');
            }
        }
        shown.append(to < line.length ? CUT : "");
        String gutter = "%4d | ".formatted(position.line());
        return List.of((gutter + shown).stripTrailing(), " ".repeat(gutter.length() - 2) + "| " + pad + "^");
    }

    /** Looks at the whole entry: text in YAML may go on over several lines. */
    private static boolean mayHoldSecret(List<String> lines, int index) {
        int first = index;
        while (first > 0
                && (lines.get(first).isBlank()
                        || Character.isWhitespace(lines.get(first).charAt(0)))) {
            first--;
        }
        return lines.subList(first, index + 1).stream()
                .anyMatch(line -> SECRET.matcher(line).find());
    }
}
