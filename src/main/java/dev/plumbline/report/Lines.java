package dev.plumbline.report;

/** Text of several lines inside of lines: a server's message or a name must not look like a line of our own. */
final class Lines {
    private Lines() {}

    /** The text with every line after the first moved in by {@code columns}. */
    static String indented(String text, int columns) {
        return text.indexOf('\n') < 0 ? text : text.stripTrailing().replace("\n", "\n" + " ".repeat(columns));
    }

    /** The text in one line. */
    static String one(String text) {
        return text.replace("\n", "\\n");
    }
}
