package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

class JsonTest {
    @Test
    void piecesAreTheDocumentAndCutNoCharacter() {
        for (String shift : List.of("", "x")) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                texts.add(shift + "\uD83D\uDE00".repeat(100));
            }
            List<String> pieces = new ArrayList<>();
            Json.write(pieces::add, json -> Json.texts(json, "texts", texts));
            assertThat(pieces).hasSizeGreaterThan(2);
            assertThat(pieces).noneMatch(piece -> Character.isHighSurrogate(piece.charAt(piece.length() - 1)));
            assertThat(String.join("", pieces))
                    .contains(texts)
                    .isEqualTo(Json.document(json -> Json.texts(json, "texts", texts)));
        }
    }

    @Test
    void documentsAreWhatALibraryWouldWrite() {
        for (int seed = 0; seed < 500; seed++) {
            long fixed = seed;
            StringWriter expected = new StringWriter();
            try (JsonGenerator library = new JsonFactory().createGenerator(new Indented(), expected)) {
                library.writeStartObject();
                content(new Random(fixed), new Library(library), 0);
                library.writeEndObject();
            }
            String document = Json.document(json -> content(new Random(fixed), new Own(json), 0));
            assertThat(document).as("seed " + seed).isEqualTo(expected + "\n");
        }
    }

    @Test
    void whatIsNoDocumentIsRefused() {
        assertThatThrownBy(() -> Json.document(json -> json.writeString("without a name")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Json.document(json -> json.writeArrayPropertyStart("not ended")))
                .isInstanceOf(RuntimeException.class);
    }

    /** What both can do. */
    private interface Target {
        void name(String name);

        void text(String value);

        void number(long value);

        void truth(boolean value);

        void nothing();

        void object(Runnable content);

        void array(Runnable content);
    }

    private static void content(Random random, Target target, int depth) {
        for (int i = random.nextInt(4); i > 0; i--) {
            target.name(text(random));
            value(random, target, depth);
        }
    }

    private static void value(Random random, Target target, int depth) {
        switch (random.nextInt(depth > 20 ? 4 : 8)) {
            case 0 -> target.text(text(random));
            case 1 -> target.number(random.nextLong());
            case 2 -> target.truth(random.nextBoolean());
            case 3 -> target.nothing();
            case 4, 5 -> target.object(() -> content(random, target, depth + 1));
            default ->
                target.array(() -> {
                    for (int i = random.nextInt(4); i > 0; i--) {
                        value(random, target, depth + 1);
                    }
                });
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.appendCodePoint(
                    switch (random.nextInt(5)) {
                        case 0 -> random.nextInt(' ');
                        case 1 -> "\"\\/\u007F\u2028".charAt(random.nextInt(5));
                        case 2 -> 0x1F600 + random.nextInt(50);
                        default -> ' ' + random.nextInt(300);
                    });
        }
        return text.toString();
    }

    private record Own(JsonWriter json) implements Target {
        @Override
        public void name(String name) {
            json.writeName(name);
        }

        @Override
        public void text(String value) {
            json.writeString(value);
        }

        @Override
        public void number(long value) {
            json.writeNumber(value);
        }

        @Override
        public void truth(boolean value) {
            json.writeBoolean(value);
        }

        @Override
        public void nothing() {
            json.writeNull();
        }

        @Override
        public void object(Runnable content) {
            json.writeStartObject();
            content.run();
            json.writeEndObject();
        }

        @Override
        public void array(Runnable content) {
            json.writeStartArray();
            content.run();
            json.writeEndArray();
        }
    }

    private record Library(JsonGenerator json) implements Target {
        @Override
        public void name(String name) {
            json.writeName(name);
        }

        @Override
        public void text(String value) {
            json.writeString(value);
        }

        @Override
        public void number(long value) {
            json.writeNumber(value);
        }

        @Override
        public void truth(boolean value) {
            json.writeBoolean(value);
        }

        @Override
        public void nothing() {
            json.writeNull();
        }

        @Override
        public void object(Runnable content) {
            json.writeStartObject();
            content.run();
            json.writeEndObject();
        }

        @Override
        public void array(Runnable content) {
            json.writeStartArray();
            content.run();
            json.writeEndArray();
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
