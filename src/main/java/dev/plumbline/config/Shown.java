package dev.plumbline.config;

import java.util.regex.Pattern;

/** Text of the user's as messages repeat it. */
final class Shown {
    private static final int LONGEST = 40;
    /** What a password may be part of: a URL wherever it stands, or the end of one. */
    private static final Pattern SECRET = Pattern.compile("\\S*(?:://|@)\\S*");

    private Shown() {}

    /** In quotes, on one line, not too long, and without URLs. */
    static String quoted(String text) {
        String line = withoutSecrets(text).replaceAll("\\p{Cntrl}", " ");
        boolean cut = line.codePointCount(0, line.length()) > LONGEST;
        return '"' + (cut ? line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…" : line) + '"';
    }

    static String withoutSecrets(String text) {
        return SECRET.matcher(text).replaceAll("…");
    }
}
