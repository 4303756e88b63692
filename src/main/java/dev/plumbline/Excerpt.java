package dev.plumbline;

import java.util.List;
import java.util.function.IntUnaryOperator;

/** A line of a file, and a caret under one of its characters: the excerpt of a {@link Problem}. */
public final class Excerpt {
    private static final int WIDTH = 110;
    private static final String CUT = "…";

    private Excerpt() {}

    /**
     * Two lines, of which a long one is cut on both sides of the caret.
     *
     * @param number the line's number in the file
     * @param line   without its end
     * @param column of the caret, from 1, in code points; one behind the line's end stands for all that are
     */
    public static List<String> of(int number, String line, int column) {
        int length = line.codePointCount(0, line.length());
        int caret = Math.min(column - 1, length);
        int from = length <= WIDTH ? 0 : Math.clamp(caret - WIDTH / 2, 0, length - WIDTH);
        int to = Math.min(length, from + WIDTH);
        int start = line.offsetByCodePoints(0, from);
        // A dump may be one line of many megabytes: only what is shown is copied.
        String window = line.substring(start, line.offsetByCodePoints(start, to - from));
        String shown = (from > 0 ? CUT : "") + printable(window) + (to < length ? CUT : "");
        String before = window.substring(0, window.offsetByCodePoints(0, caret - from));
        String pad = (from > 0 ? " " : "") + blank(before);
        String gutter = "%4d | ".formatted(number);
        return List.of((gutter + shown).stripTrailing(), " ".repeat(gutter.length() - 2) + "| " + pad + "^");
    }

    /** Control characters would move the cursor of a terminal. */
    private static String printable(String text) {
        return mapped(text, c -> c != '\t' && Character.isISOControl(c) ? ' ' : c);
    }

    private static String blank(String text) {
        return mapped(text, c -> c == '\t' ? c : ' ');
    }

    private static String mapped(String text, IntUnaryOperator character) {
        return text.codePoints()
                .map(character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
