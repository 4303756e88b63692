package dev.plumbline.report;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.Identifiers;

/**
 * Text of a database for a terminal. What would move the cursor, change its colours, turn the direction of writing or take no room is
 * shown by its code, so that what is seen is what is there.
 */
final class Printable {
    private Printable() {}

    /** On one line; line ends are shown as {@code \n}. */
    static String line(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '\n') {
                line.append("\\n");
            } else if (isShown(c)) {
                line.appendCodePoint(c);
            } else {
                line.append(String.format(c > 0xffff ? "\\u{%x}" : "\\u%04x", c));
            }
        });
        return line.toString();
    }

    /** On as many lines as it has, each indented. */
    static String block(String text, String indentation) {
        StringBuilder block = new StringBuilder();
        text.lines()
                .forEach(line -> block.append(indentation).append(line(line)).append('\n'));
        return block.toString();
    }

    /** A name as the server writes it in a definition: as SQL, and not made safe. */
    static String rawName(String name) {
        return Identifiers.quote(name);
    }

    static String rawName(QualifiedName name) {
        return name.schema().isEmpty()
                ? Identifiers.quote(name.name())
                : Identifiers.qualified(name.schema(), name.name());
    }

    /** A name as SQL writes it. */
    static String name(String name) {
        return line(rawName(name));
    }

    static String name(QualifiedName name) {
        return line(rawName(name));
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
