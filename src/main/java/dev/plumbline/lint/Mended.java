package dev.plumbline.lint;

import java.util.Comparator;
import java.util.List;

/**
 * A text with fixes carried out.
 *
 * @param text  after them
 * @param fixes how many were; one that overlaps another is left for the next time
 */
public record Mended(String text, int fixes) {
    /** Carries out what does not overlap, in the order of the text. */
    public static Mended of(String text, List<Fix> fixes) {
        StringBuilder mended = new StringBuilder();
        int at = 0;
        int count = 0;
        List<Fix> ordered = fixes.stream()
                .filter(fix -> !fix.edits().isEmpty())
                .sorted(Comparator.comparingInt(fix -> fix.edits().getFirst().from()))
                .toList();
        for (Fix fix : ordered) {
            if (fix.edits().getFirst().from() < at) {
                continue;
            }
            for (Fix.Edit edit : fix.edits()) {
                mended.append(text, at, edit.from()).append(edit.text());
                at = edit.to();
            }
            count++;
        }
        return new Mended(mended.append(text, at, text.length()).toString(), count);
    }
}
