package dev.plumbline.cli;

/**
 * Text that does nothing to a terminal but show. File names, statements, and what servers and other sessions say may hold escape
 * sequences, which would move the cursor, colour, rename the window, or hide what is written.
 */
final class Printable {
    private Printable() {}

    /**
     * Each control character but line ends and tabs as {@code \\u001b}, and so those that turn the direction of writing. In a JSON
     * document, where they stand in strings alone, this is the same text.
     */
    static String of(String text) {
        int i = 0;
        while (i < text.length() && isHarmless(text, i)) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, i);
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isHarmless(text, i)) {
                shown.append(c);
            } else {
                shown.append("\\u").append(String.format("%04x", (int) c));
            }
        }
        return shown.toString();
    }

    private static boolean isHarmless(String text, int i) {
        char c = text.charAt(i);
        // Nearly all there is, and documents have many million of them.
        if ((c >= ' ' && c < 0x7F) || c == '\n') {
            return true;
        }
        if (c == '\r') {
            return i + 1 < text.length() && text.charAt(i + 1) == '\n';
        }
        boolean turnsDirection = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        return c == '\t' || !(Character.isISOControl(c) || turnsDirection);
    }
}
