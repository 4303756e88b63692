package dev.plumbline.sql;

import java.util.Arrays;

/**
 * Finds line and column of an offset in logarithmic time: a dump can be one line of many megabytes, so no line is ever
 * counted through. Made when first asked, which most files never do.
 */
final class LineIndex {
    private final String text;
    private int[] lineStarts = new int[64];

    /** 0 while nobody has asked. */
    private int lines;

    private int[] lowSurrogates = new int[0];
    private int pairs;

    LineIndex(String text) {
        this.text = text;
    }

    private synchronized void build() {
        if (lines > 0) {
            return;
        }
        addLine(0);
        if (text.indexOf('\r') < 0) {
            for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
                addLine(i + 1);
            }
        } else {
            addLinesOfAnySort();
        }
        if (text.codePointCount(0, text.length()) < text.length()) {
            addPairs();
        }
    }

    Position position(int offset) {
        build();
        int line = floor(lineStarts, lines, offset);
        int start = lineStarts[line];
        int pairsBefore = floor(lowSurrogates, pairs, offset) - floor(lowSurrogates, pairs, start);
        return new Position(offset, line + 1, offset - start - pairsBefore + 1);
    }

    /** A line, from 1, without its end. */
    String line(int number) {
        build();
        int start = lineStarts[number - 1];
        int end = number < lines ? lineStarts[number] : text.length();
        while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(start, end);
    }

    private void addLinesOfAnySort() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && !followedByLineFeed(i))) {
                addLine(i + 1);
            }
        }
    }

    private void addPairs() {
        for (int i = 1; i < text.length(); i++) {
            if (Character.isSurrogatePair(text.charAt(i - 1), text.charAt(i))) {
                addPair(i);
            }
        }
    }

    private boolean followedByLineFeed(int i) {
        return i + 1 < text.length() && text.charAt(i + 1) == '\n';
    }

    private void addLine(int start) {
        if (lines == lineStarts.length) {
            lineStarts = Arrays.copyOf(lineStarts, lines * 2);
        }
        lineStarts[lines++] = start;
    }

    private void addPair(int low) {
        if (pairs == lowSurrogates.length) {
            lowSurrogates = Arrays.copyOf(lowSurrogates, Math.max(16, pairs * 2));
        }
        lowSurrogates[pairs++] = low;
    }

    /** The index of the last element that is at most {@code key}, or -1. */
    private static int floor(int[] sorted, int size, int key) {
        int found = Arrays.binarySearch(sorted, 0, size, key);
        return found >= 0 ? found : -found - 2;
    }
}
