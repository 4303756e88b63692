package dev.plumbline.report;

import java.io.Writer;
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
            if (piece.length() >= SIZE) {
                flush();
            }
        }

        @Override
        public void flush() {
            out.accept(piece.toString());
            piece.setLength(0);
        }

        @Override
        public void close() {
            flush();
        }
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
