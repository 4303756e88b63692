package dev.plumbline.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where a text holds values that nobody is to read, and the {@code ${name}}s that stood there before. */
final class SecretRanges {
    static final SecretRanges NONE = new SecretRanges(List.of());

    /** A value from {@code start} to {@code end}, and how the file writes it. */
    record Range(int start, int end, String written) {}

    /** Whether a value may be seen after all; offsets are those of the text that is masked. */
    @FunctionalInterface
    interface Visible {
        boolean test(int from, int to);
    }

    private final List<Range> ranges;
    private final int[] ends;

    /** Of ranges in ascending order. */
    SecretRanges(List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
        this.ends = ranges.stream().mapToInt(Range::end).toArray();
    }

    /** Those that lie, at least in part, between two offsets. */
    private List<Range> within(int from, int to) {
        int found = Arrays.binarySearch(ends, from);
        List<Range> result = new ArrayList<>();
        for (int i = found >= 0 ? found : -found - 1;
                i < ranges.size() && ranges.get(i).start() < to;
                i++) {
            if (ranges.get(i).end() > from) {
                result.add(ranges.get(i));
            }
        }
        return result;
    }

    /**
     * A part of the text with the names instead of the values.
     *
     * @param part   as it is, or with characters replaced one by one
     * @param offset where it starts in the text
     */
    String mask(String part, int offset, Visible visible) {
        List<Range> here = within(offset, offset + part.length());
        if (here.isEmpty()) {
            return part;
        }
        StringBuilder masked = new StringBuilder(part);
        for (Range range : here.reversed()) {
            int from = Math.max(0, range.start() - offset);
            int to = Math.min(part.length(), range.end() - offset);
            if (!visible.test(from, to)) {
                masked.replace(from, to, range.written());
            }
        }
        return masked.toString();
    }
}
