package dev.plumbline.sql.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the JSON that libpg_query prints of a parse tree. */
final class TreeReader {
    private static final JsonFactory FACTORY = new JsonFactory();

    private TreeReader() {}

    static Tree read(String json) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            return tree(parser);
        }
    }

    private static Tree tree(JsonParser parser) {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        if (fields.size() == 1) {
            Map.Entry<String, Object> only = fields.entrySet().iterator().next();
            // A node whose kind its place does not tell is wrapped in one field with the name of the kind.
            if (Character.isUpperCase(only.getKey().charAt(0)) && only.getValue() instanceof Tree tree) {
                return new Tree(only.getKey(), tree.fields());
            }
        }
        return new Tree("", fields);
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> tree(parser);
            case START_ARRAY -> {
                List<Tree> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(tree(parser));
                }
                yield List.copyOf(list);
            }
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> parser.getString();
        };
    }
}
