package dev.plumbline.report;

/** Text of several lines inside of lines: a server's message or a name must not look like a line of our own. */
final class Lines {
    private Lines() {}

    /** What a message may take of a screen; a server's may have megabytes, and JSON has all of it. */
    private static final int LONGEST = 2_000;

    /** The text with every line after the first moved in by {@code columns}, cut where it would fill screens. */
    static String indented(String whole, int columns) {
        String text = whole.length() <= LONGEST
                ? whole
                : whole.substring(0, LONGEST) + "… (" + (whole.length() - LONGEST) + " more characters, in --json)";
        return text.indexOf('\n') < 0 ? text : text.stripTrailing().replace("\n", "\n" + " ".repeat(columns));
    }

    /** The text in one line. */
    static String one(String text) {
        return text.replace("\n", "\\n");
    }
}
