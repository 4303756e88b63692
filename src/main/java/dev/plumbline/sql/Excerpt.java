package dev.plumbline.sql;

import java.util.List;

/** Shows a line of source with a caret under one of its characters. */
final class Excerpt {
    private static final int WIDTH = 120;
    private static final String CUT = "…";

    private Excerpt() {}

    /** Two lines, at most 120 columns each where tabs count as one. */
    static List<String> of(int number, String line, int caret) {
        String gutter = "%4d | ".formatted(number);
        String blank = " ".repeat(gutter.length() - 2) + "| ";
        // The last column is for a caret behind the line's end.
        int room = WIDTH - gutter.length() - 1;
        int from = 0;
        int to = line.length();
        if (to > room) {
            int half = room / 2;
            from = Math.clamp((long) caret - half, 0, to - room + 1);
            to = Math.min(to, from + room - 1);
        }
        // Never half of a surrogate pair.
        if (from > 0 && Character.isLowSurrogate(line.charAt(from))) {
            from++;
        }
        if (to < line.length() && Character.isLowSurrogate(line.charAt(to))) {
            to--;
        }
        String before = from > 0 ? CUT : "";
        // A cut on both sides leaves room for the second mark by giving up one more character.
        if (from > 0 && to < line.length()) {
            to = line.offsetByCodePoints(to, -1);
        }
        String after = to < line.length() ? CUT : "";
        String shown = before + printable(line.substring(from, to)) + after;
        return List.of(
                (gutter + shown).stripTrailing(), blank + " ".repeat(before.length()) + pad(line, from, caret) + "^");
    }

    /** Control characters would move the cursor of a terminal. */
    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c != '\t' && Character.isISOControl(c) ? ' ' : c);
        }
        return out.toString();
    }

    private static String pad(String line, int from, int caret) {
        StringBuilder pad = new StringBuilder();
        line.substring(from, Math.clamp(caret, from, line.length()))
                .codePoints()
                .forEach(c -> pad.append(c == '\t' ? '\t' : ' '));
        return pad.toString();
    }
}
