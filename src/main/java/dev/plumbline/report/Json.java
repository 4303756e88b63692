package dev.plumbline.report;

import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/** Writes one JSON document, indented so that a person can read it too. */
final class Json {
    /** A document that broke off must not look like a whole one. */
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_CONTENT).build();

    /** Values that stand in no array are separated as if they did; see {@link #elements}. */
    private static final Separators SEPARATORS = new Separators().withRootSeparator(", ");

    private Json() {}

    /** The document whose top-level object {@code content} fills. */
    static String document(Consumer<JsonGenerator> content) {
        StringBuilder text = new StringBuilder();
        write(text::append, content);
        return text.toString();
    }

    /** The same in pieces as they are made, for a document that may be large. */
    static void write(Consumer<String> out, Consumer<JsonGenerator> content) {
        try (JsonGenerator json = FACTORY.createGenerator(new Indented(0), new Pieces(out))) {
            json.writeStartObject();
            content.accept(json);
            json.writeEndObject();
        }
        out.accept("\n");
    }

    /**
     * Elements of an array, to be written there by {@link JsonGenerator#writeRawValue(String)}: so can several threads prepare one
     * document.
     *
     * @param depth of the array, from {@link #depth}
     * @param content writes at least one element
     */
    static String elements(int depth, Consumer<JsonGenerator> content) {
        StringWriter elements = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(new Indented(depth), elements)) {
            content.accept(json);
        }
        return elements.toString();
    }

    /** How many objects are open: what stands in an array is not indented any further. */
    static int depth(JsonGenerator json) {
        int depth = 0;
        for (TokenStreamContext at = json.streamWriteContext(); at != null; at = at.getParent()) {
            depth += at.inObject() ? 1 : 0;
        }
        return depth;
    }

    /** A text, or null where there is none. */
    static void optional(JsonGenerator json, String name, Optional<String> text) {
        if (text.isPresent()) {
            json.writeStringProperty(name, text.get());
        } else {
            json.writeNullProperty(name);
        }
    }

    static void texts(JsonGenerator json, String name, List<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    /** An array of objects, each filled by {@code content}. */
    static <T> void objects(JsonGenerator json, String name, List<T> elements, Consumer<T> content) {
        json.writeArrayPropertyStart(name);
        for (T element : elements) {
            json.writeStartObject();
            content.accept(element);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Passes on what is written in pieces of some size. */
    private static final class Pieces extends Writer {
        private static final int SIZE = 1 << 16;

        private final Consumer<String> out;
        private final StringBuilder piece = new StringBuilder();

        Pieces(Consumer<String> out) {
            this.out = out;
        }

        @Override
        public void write(char[] text, int from, int length) {
            piece.append(text, from, length);
            // Whoever prints a piece encodes it: a character of two must not be cut.
            if (piece.length() >= SIZE && !Character.isHighSurrogate(piece.charAt(piece.length() - 1))) {
                flush();
            }
        }

        @Override
        public void flush() {
            if (!piece.isEmpty()) {
                out.accept(piece.toString());
                piece.setLength(0);
            }
        }

        @Override
        public void close() {
            flush();
        }
    }

    /** Lines end the same on every platform. */
    private static final class Indented extends ObjectWriteContext.Base {
        private final PrettyPrinter printer;

        Indented(int depth) {
            printer = new DefaultPrettyPrinter(SEPARATORS)
                    .withObjectIndenter(new DefaultIndenter("  ", "\n" + "  ".repeat(depth)));
        }

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return printer;
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
