package dev.plumbline.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Writes a JSON document (RFC 8259), indented so that a person can read it too, and hands it on in pieces. By hand, because a large
 * schema has millions of values, and a library that can do more takes four times as long for them. Not thread-safe.
 */
final class JsonWriter {
    /** A piece is at least so long, but for the last. */
    private static final int PIECE = 1 << 16;

    private static final String LINES = "\n" + " ".repeat(32);

    private final Consumer<String> out;
    private final StringBuilder text = new StringBuilder(PIECE + 1024);

    /** For each object or array that is open, whether it is an array, and whether it is still empty. */
    private boolean[] array = new boolean[16];

    private boolean[] empty = new boolean[16];
    private int open;

    /** Objects that are open: what stands in an array is not indented any further. */
    private int depth;

    private boolean afterName;

    JsonWriter(Consumer<String> out) {
        this.out = out;
    }

    /**
     * Elements of an array, to be written by {@link #writeElements}: so can several threads prepare one document.
     *
     * @param depth how many objects the array is in
     */
    static String elements(int depth, Consumer<JsonWriter> content) {
        StringBuilder all = new StringBuilder();
        JsonWriter json = new JsonWriter(all::append);
        json.array[0] = true;
        json.empty[0] = true;
        json.open = 1;
        json.depth = depth;
        content.accept(json);
        json.open = 0;
        all.append(json.text);
        // Without the blank that stands before the first.
        return all.isEmpty() ? "" : all.substring(1);
    }

    /** Writes what {@link #elements} made. */
    void writeElements(String elements) {
        if (!elements.isEmpty()) {
            value();
            text.append(elements);
            pass();
        }
    }

    /** Of an object's properties now, for {@link #elements}. */
    int depth() {
        return depth;
    }

    void writeStartObject() {
        begin(false);
        text.append('{');
        depth++;
    }

    void writeEndObject() {
        depth--;
        if (end()) {
            text.append(' ');
        } else {
            line();
        }
        text.append('}');
        pass();
    }

    void writeStartArray() {
        begin(true);
        text.append('[');
    }

    void writeEndArray() {
        end();
        text.append(" ]");
        pass();
    }

    /** The next value's name. */
    void writeName(String name) {
        if (!empty[open - 1]) {
            text.append(',');
        }
        empty[open - 1] = false;
        line();
        quoted(name);
        text.append(" : ");
        afterName = true;
    }

    void writeString(String value) {
        value();
        quoted(value);
        pass();
    }

    void writeNumber(long value) {
        value();
        text.append(value);
    }

    void writeBoolean(boolean value) {
        value();
        text.append(value);
    }

    void writeNull() {
        value();
        text.append("null");
    }

    void writeStringProperty(String name, String value) {
        writeName(name);
        writeString(value);
    }

    void writeNumberProperty(String name, long value) {
        writeName(name);
        writeNumber(value);
    }

    void writeBooleanProperty(String name, boolean value) {
        writeName(name);
        writeBoolean(value);
    }

    void writeNullProperty(String name) {
        writeName(name);
        writeNull();
    }

    void writeArrayPropertyStart(String name) {
        writeName(name);
        writeStartArray();
    }

    void writeObjectPropertyStart(String name) {
        writeName(name);
        writeStartObject();
    }

    /** Ends the document with a line end, and hands on what is left. */
    void finish() {
        if (open > 0) {
            throw new IllegalStateException("an object or array is still open");
        }
        text.append('\n');
        out.accept(text.toString());
        text.setLength(0);
    }

    private void begin(boolean isArray) {
        value();
        if (open == array.length) {
            array = Arrays.copyOf(array, 2 * open);
            empty = Arrays.copyOf(empty, 2 * open);
        }
        array[open] = isArray;
        empty[open] = true;
        open++;
    }

    /** Whether it was empty. */
    private boolean end() {
        return empty[--open];
    }

    /** What stands before a value. */
    private void value() {
        if (!afterName && open > 0) {
            if (!array[open - 1]) {
                throw new IllegalStateException("a value in an object needs a name");
            }
            text.append(empty[open - 1] ? " " : ", ");
            empty[open - 1] = false;
        }
        afterName = false;
    }

    private void line() {
        text.append(LINES, 0, Math.min(LINES.length(), 1 + 2 * depth));
        for (int i = LINES.length() / 2; i < depth; i++) {
            text.append("  ");
        }
    }

    private void quoted(String value) {
        text.append('"');
        int done = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                text.append(value, done, i).append(escaped(c));
                done = i + 1;
            }
        }
        if (done == 0) {
            text.append(value);
        } else {
            text.append(value, done, value.length());
        }
        text.append('"');
    }

    private static String escaped(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\b' -> "\\b";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\f' -> "\\f";
            case '\r' -> "\\r";
            default -> String.format(Locale.ROOT, "\\u%04X", (int) c);
        };
    }

    /** Hands on what there is, when it is long: after a whole string, so that no character of two is cut. */
    private void pass() {
        if (text.length() >= PIECE) {
            out.accept(text.toString());
            text.setLength(0);
        }
    }
}
