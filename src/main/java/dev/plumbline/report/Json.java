package dev.plumbline.report;

import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Writes one JSON document, indented so that a person can read it too. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** The document whose top-level object {@code content} fills. */
    static String document(Consumer<JsonGenerator> content) {
        StringBuilder text = new StringBuilder();
        write(text::append, content);
        return text.toString();
    }

    /** The same in pieces as they are made, for a document that may be large. */
    static void write(Consumer<String> out, Consumer<JsonGenerator> content) {
        try (JsonGenerator json = FACTORY.createGenerator(new Indented(), new Pieces(out))) {
            json.writeStartObject();
            content.accept(json);
            json.writeEndObject();
        }
        out.accept("\n");
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

    private static final class Indented extends ObjectWriteContext.Base {
        private final PrettyPrinter printer = new DefaultPrettyPrinter();

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
