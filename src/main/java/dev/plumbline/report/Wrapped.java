package dev.plumbline.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text in lines of a width, in which what stands between backquotes is not torn apart. */
final class Wrapped {
    private static final Pattern WORD = Pattern.compile("(?:[^\\s`]|`[^`]*`|`)+");

    private final StringBuilder text = new StringBuilder();
    private final int width;

    Wrapped(int width) {
        this.width = width;
    }

    /** A paragraph whose first line begins with {@code first}, and each other one with {@code rest}. */
    void line(String first, String rest, String words) {
        StringBuilder line = new StringBuilder(first);
        boolean begun = false;
        Matcher word = WORD.matcher(words);
        while (word.find()) {
            if (begun && length(line) + 1 + length(word.group()) > width) {
                end(line);
                line = new StringBuilder(rest);
                begun = false;
            }
            line.append(begun ? " " : "").append(word.group());
            begun = true;
        }
        end(line);
    }

    /** A line as it is, however long. */
    void verbatim(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    /** An empty line, unless there is one. */
    void blank() {
        if (!text.isEmpty() && !text.toString().endsWith("\n\n")) {
            text.append('\n');
        }
    }

    private void end(CharSequence line) {
        verbatim(line.toString());
    }

    private static int length(CharSequence characters) {
        return (int) characters.codePoints().count();
    }

    @Override
    public String toString() {
        return text.toString().stripTrailing() + "\n";
    }
}
