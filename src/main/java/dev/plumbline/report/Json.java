package dev.plumbline.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes one JSON document, indented so that a person can read it too. */
final class Json {
    private Json() {}

    /** The document whose top-level object {@code content} fills. */
    static String document(Consumer<JsonWriter> content) {
        StringBuilder text = new StringBuilder();
        write(text::append, content);
        return text.toString();
    }

    /** The same in pieces as they are made, for a document that may be large. */
    static void write(Consumer<String> out, Consumer<JsonWriter> content) {
        JsonWriter json = new JsonWriter(out);
        json.writeStartObject();
        content.accept(json);
        json.writeEndObject();
        json.finish();
    }

    /** A text, or null where there is none. */
    static void optional(JsonWriter json, String name, Optional<String> text) {
        if (text.isPresent()) {
            json.writeStringProperty(name, text.get());
        } else {
            json.writeNullProperty(name);
        }
    }

    static void texts(JsonWriter json, String name, List<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    /** An array of objects, each filled by {@code content}. */
    static <T> void objects(JsonWriter json, String name, List<T> elements, Consumer<T> content) {
        json.writeArrayPropertyStart(name);
        for (T element : elements) {
            json.writeStartObject();
            content.accept(element);
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
