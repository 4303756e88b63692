package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.model.Origin;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.SchemaObject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The published schema of {@code inspect} knows every component of the model, also those that no test's database has. */
class InspectSchemaTest {
    @Test
    void everyComponentIsDescribed() throws Exception {
        JsonNode definitions = new ObjectMapper()
                .readTree(Path.of("docs/schemas/inspect.schema.json").toFile())
                .get("$defs");
        Set<String> described = new TreeSet<>();
        definitions.fieldNames().forEachRemaining(described::add);
        Set<String> written = new TreeSet<>(Set.of("dependency", "objectId"));
        for (Class<?> record : records()) {
            String name = record.getSimpleName().substring(0, 1).toLowerCase(Locale.ROOT)
                    + record.getSimpleName().substring(1);
            written.add(name);
            Set<String> properties = new TreeSet<>();
            Set<String> required = new TreeSet<>();
            for (RecordComponent component : components(record)) {
                boolean inlined = SchemaObject.Whole.class.isAssignableFrom(record)
                        && component.getName().equals("name")
                        && component.getType() == QualifiedName.class;
                Set<String> names = inlined ? Set.of("schema", "name") : Set.of(component.getName());
                properties.addAll(names);
                if (component.getType() != Optional.class && component.getType() != Origin.class) {
                    required.addAll(names);
                }
            }
            JsonNode definition = definitions.path(name);
            assertThat(names(definition.path("properties").fieldNames()::forEachRemaining))
                    .as(name)
                    .isEqualTo(properties);
            assertThat(names(each -> definition.path("required").forEach(node -> each.accept(node.asText()))))
                    .as(name)
                    .isEqualTo(required);
            assertThat(definition.path("additionalProperties").asBoolean(true))
                    .as(name)
                    .isFalse();
        }
        assertThat(described).isEqualTo(written);
    }

    private static Set<String> names(Consumer<Consumer<String>> source) {
        Set<String> names = new TreeSet<>();
        source.accept(names::add);
        return names;
    }

    /** All that a whole object can hold. */
    private static Set<Class<?>> records() {
        Set<Class<?>> found = new HashSet<>();
        Deque<Type> left = new ArrayDeque<>(Set.of(SchemaObject.Whole.class));
        while (!left.isEmpty()) {
            Type type = left.pop();
            if (type instanceof ParameterizedType generic) {
                left.addAll(Set.of(generic.getActualTypeArguments()));
            } else if (type == Origin.class) {
                left.add(Origin.Place.class);
            } else if (type instanceof Class<?> plain && plain.isSealed()) {
                left.addAll(Set.of(plain.getPermittedSubclasses()));
            } else if (type instanceof Class<?> plain && plain.isRecord() && found.add(plain)) {
                Stream.of(components(plain))
                        .map(RecordComponent::getGenericType)
                        .forEach(left::add);
            }
        }
        return found;
    }

    /** Without what a part is a part of, which its place says. */
    private static RecordComponent[] components(Class<?> record) {
        RecordComponent[] all = record.getRecordComponents();
        return SchemaObject.Part.class.isAssignableFrom(record) ? Arrays.copyOfRange(all, 1, all.length) : all;
    }
}
