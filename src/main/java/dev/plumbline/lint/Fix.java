package dev.plumbline.lint;

import java.util.Comparator;
import java.util.List;

/**
 * Edits of a file's text that mend a finding.
 *
 * @param edits in the order of the text; they do not overlap
 */
public record Fix(List<Edit> edits) {
    /**
     * What takes the place of a part of the text.
     *
     * @param from offset of the first character that goes
     * @param to   offset after the last one
     */
    public record Edit(int from, int to, String text) {}

    public Fix {
        edits = List.copyOf(edits);
    }

    /** Several of them as one. */
    public static Fix all(List<Fix> fixes) {
        return new Fix(fixes.stream()
                .flatMap(fix -> fix.edits().stream())
                .sorted(Comparator.comparingInt(Edit::from))
                .toList());
    }

    /** Writes something at a place. */
    public static Fix insert(int at, String text) {
        return new Fix(List.of(new Edit(at, at, text)));
    }

    /** Writes something in the place of something else. */
    public static Fix replace(int from, int to, String text) {
        return new Fix(List.of(new Edit(from, to, text)));
    }
}
