package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void piecesAreTheDocumentAndCutNoCharacter() {
        for (String shift : List.of("", "x")) {
            String text = shift + "\uD83D\uDE00".repeat(100_000);
            List<String> pieces = new ArrayList<>();
            Json.write(pieces::add, json -> json.writeStringProperty("text", text));
            assertThat(pieces).hasSizeGreaterThan(2);
            assertThat(pieces).noneMatch(piece -> Character.isHighSurrogate(piece.charAt(piece.length() - 1)));
            assertThat(String.join("", pieces))
                    .contains(text)
                    .isEqualTo(Json.document(json -> json.writeStringProperty("text", text)));
        }
    }
}
