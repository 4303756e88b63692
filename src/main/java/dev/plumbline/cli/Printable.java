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
        int i = firstHarmful(text);
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

    /** Or the text's length. */
    private static int firstHarmful(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Most are ASCII; documents have many million of them.
            if ((c < ' ' || c >= 0x7F) && c != '\n' && !isHarmless(text, i)) {
                return i;
            }
        }
        return text.length();
    }

    private static boolean isHarmless(String text, int i) {
        char c = text.charAt(i);
        if (c == '\r') {
            return i + 1 < text.length() && text.charAt(i + 1) == '\n';
        }
        boolean turnsDirection = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        return c == '\n' || c == '\t' || !(Character.isISOControl(c) || turnsDirection);
    }
}
