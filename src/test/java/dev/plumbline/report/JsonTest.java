package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;

class JsonTest {
    /** What a schema's records are made of; public, so that its components can be read. */
    public record Thing(String name, List<Thing> parts, List<String> words, Optional<String> remark) {
        static Thing of(int number, int parts) {
            return new Thing(
                    "thing \"" + number + "\"",
                    IntStream.range(0, parts).mapToObj(i -> of(i, 0)).toList(),
                    parts == 1 ? List.of() : List.of("a", "b"),
                    number % 2 == 0 ? Optional.of("even") : Optional.empty());
        }
    }

    @Test
    void isIndentedByObjectsAlone() {
        String document = Json.document(json -> {
            json.writeNumberProperty("number", -1L);
            Json.texts(json, "texts", List.of("quote \" backslash \\ line\n bell \u0007", "\u00E9 \uD83D\uDE00"));
            Json.texts(json, "none", List.of());
            json.writeObjectPropertyStart("empty");
            json.writeEndObject();
            Json.optional(json, "absent", Optional.empty());
            Json.objects(json, "objects", List.of("x", "y"), name -> json.writeBooleanProperty(name, true));
        });
        assertThat(document).isEqualTo("""
                {
                  "number" : -1,
                  "texts" : [ "quote \\" backslash \\\\ line\\n bell \\u0007", "\u00E9 \uD83D\uDE00" ],
                  "none" : [ ],
                  "empty" : { },
                  "absent" : null,
                  "objects" : [ {
                    "x" : true
                  }, {
                    "y" : true
                  } ]
                }
                """);
    }

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
    void whatSeveralThreadsPrepareIsWhatOneWrites() {
        List<Thing> things =
                IntStream.range(0, 1001).mapToObj(i -> Thing.of(i, i % 4)).toList();
        String several = Json.document(json -> {
            new RecordJson(json).list("things", things);
            json.writeObjectPropertyStart("deeper");
            new RecordJson(json).list("things", things);
            json.writeEndObject();
        });
        String one = Json.document(json -> {
            oneByOne(json, things);
            json.writeObjectPropertyStart("deeper");
            oneByOne(json, things);
            json.writeEndObject();
        });
        assertThat(several).isEqualTo(one);
    }

    private static void oneByOne(JsonGenerator json, List<Thing> things) {
        Json.objects(json, "things", things, new RecordJson(json)::content);
    }

    @Test
    void whatIsNoDocumentIsRefused() {
        assertThatThrownBy(() -> Json.document(json -> json.writeString("without a name")))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> Json.document(json -> json.writeArrayPropertyStart("not ended")))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void whatBreaksOffDoesNotLookWhole() {
        StringBuilder written = new StringBuilder();
        assertThatThrownBy(() -> Json.write(written::append, json -> {
                    json.writeStringProperty("first", "is there");
                    throw new IllegalStateException("lost");
                }))
                .hasMessage("lost");
        assertThat(written.toString()).doesNotContain("}");
    }
}
