package dev.plumbline.report;

import dev.plumbline.model.Origin;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.SchemaObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the model's records by their components, so that none is ever forgotten. Left out are a value that is not there, and what
 * the place says already: of a part its table, of an origin the source.
 */
final class RecordJson {
    /** A component: its name and how it is read. */
    private record Field(String name, Method accessor) {}

    private final JsonWriter json;
    private final Map<Class<?>, List<Field>> fields = new HashMap<>();

    RecordJson(JsonWriter json) {
        this.json = json;
    }

    /** A list of records as a property. */
    void list(String name, List<?> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(this::value);
        json.writeEndArray();
    }

    /** A record as a property, or anything that one holds. */
    void property(String name, Object value) {
        switch (value) {
            case Optional<?> optional -> optional.ifPresent(present -> property(name, present));
            case Origin origin -> origin.place().ifPresent(place -> property(name, place));
            default -> {
                json.writeName(name);
                value(value);
            }
        }
    }

    private void value(Object value) {
        switch (value) {
            case String text -> json.writeString(text);
            case Boolean truth -> json.writeBoolean(truth);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Enum<?> constant -> json.writeString(word(constant));
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(this::value);
                json.writeEndArray();
            }
            case Record composite -> {
                json.writeStartObject();
                content(composite);
                json.writeEndObject();
            }
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    /** The properties of a record, without the braces. */
    void content(Record composite) {
        for (Field field : fields.computeIfAbsent(composite.getClass(), RecordJson::fields)) {
            Object value = read(field.accessor(), composite);
            if (composite instanceof SchemaObject.Whole
                    && value instanceof QualifiedName name
                    && field.name().equals("name")) {
                content(name);
            } else {
                property(field.name(), value);
            }
        }
    }

    private static List<Field> fields(Class<?> type) {
        List<RecordComponent> components = Arrays.asList(type.getRecordComponents());
        // The first component of a part names what it is a part of.
        int first = SchemaObject.Part.class.isAssignableFrom(type) ? 1 : 0;
        return components.subList(first, components.size()).stream()
                .map(component -> new Field(component.getName(), component.getAccessor()))
                .toList();
    }

    private static Object read(Method accessor, Record composite) {
        try {
            return accessor.invoke(composite);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(accessor + " is public and returns", e);
        }
    }

    /** Such as {@code materialized-view}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
