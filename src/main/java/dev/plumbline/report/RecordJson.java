package dev.plumbline.report;

import dev.plumbline.model.Origin;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.SchemaObject;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/**
 * Writes the model's records by their components, so that none is ever forgotten. Left out are a value that is not there, and what
 * the place says already: of a part its table, of an origin the source.
 */
final class RecordJson {
    /** A component: its name, which is escaped once for all records, and how it is read. */
    private record Field(SerializableString name, MethodHandle accessor) {}

    private static final ClassValue<Field[]> FIELDS = new ClassValue<>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
            return fields(type);
        }
    };

    /** Records that are written at a time by one thread. */
    private static final int BATCH = 250;

    private static final int THREADS = 4;

    private final JsonGenerator json;

    RecordJson(JsonGenerator json) {
        this.json = json;
    }

    /** A list of records as a property; a long one is written by several threads. */
    void list(String name, List<?> values) {
        json.writeArrayPropertyStart(name);
        if (values.size() <= BATCH) {
            values.forEach(this::value);
        } else {
            int depth = Json.depth(json);
            IntStream.range(0, (values.size() + BATCH - 1) / BATCH)
                    .mapToObj(i -> values.subList(i * BATCH, Math.min(values.size(), (i + 1) * BATCH)))
                    .gather(Gatherers.mapConcurrent(THREADS, batch -> elements(depth, batch)))
                    .forEachOrdered(json::writeRawValue);
        }
        json.writeEndArray();
    }

    private static String elements(int depth, List<?> values) {
        return Json.elements(depth, json -> values.forEach(new RecordJson(json)::value));
    }

    /** A record as a property, or anything that one holds. */
    private void property(SerializableString name, Object value) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(present -> property(name, present));
        } else if (value instanceof Origin origin) {
            origin.place().ifPresent(place -> property(name, place));
        } else {
            json.writeName(name);
            value(value);
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
        for (Field field : FIELDS.get(composite.getClass())) {
            Object value = read(field.accessor(), composite);
            if (composite instanceof SchemaObject.Whole
                    && value instanceof QualifiedName name
                    && field.name().getValue().equals("name")) {
                content(name);
            } else {
                property(field.name(), value);
            }
        }
    }

    private static Field[] fields(Class<?> type) {
        List<RecordComponent> components = Arrays.asList(type.getRecordComponents());
        // The first component of a part names what it is a part of.
        int first = SchemaObject.Part.class.isAssignableFrom(type) ? 1 : 0;
        return components.subList(first, components.size()).stream()
                .map(component -> new Field(new SerializedString(component.getName()), handle(component)))
                .toArray(Field[]::new);
    }

    /** As a function from any object to any: a call by reflection takes twice as long. */
    private static MethodHandle handle(RecordComponent component) {
        try {
            return MethodHandles.lookup()
                    .unreflect(component.getAccessor())
                    .asType(MethodType.methodType(Object.class, Object.class));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(component.getAccessor() + " is public", e);
        }
    }

    private static Object read(MethodHandle accessor, Object composite) {
        try {
            return accessor.invokeExact(composite);
        } catch (Throwable e) {
            throw new IllegalStateException("a record's accessor returns", e);
        }
    }

    /** Such as {@code materialized-view}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
