package dev.plumbline.source.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes the keys out of an index's definition. {@code pg_get_indexdef} gives a single key only without its collation, operator
 * class and order. In the server's own text strings and names double their quotes, and no dollar quotes and comments occur.
 */
final class IndexKeys {
    private IndexKeys() {}

    /** What stands between the commas of the first parentheses. */
    static List<String> of(String definition) {
        List<String> keys = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < definition.length(); i++) {
            char c = definition.charAt(i);
            if (c == '"' || c == '\'') {
                // A doubled quote ends one piece and begins the next.
                i = definition.indexOf(c, i + 1);
            } else if (c == '(' || c == '[') {
                if (depth++ == 0) {
                    start = i + 1;
                }
            } else if (c == ')' || c == ']') {
                if (--depth == 0) {
                    keys.add(definition.substring(start, i).strip());
                    return keys;
                }
            } else if (c == ',' && depth == 1) {
                keys.add(definition.substring(start, i).strip());
                start = i + 1;
            }
        }
        throw new IllegalArgumentException("not an index's definition: " + definition);
    }
}
