package dev.plumbline.sql;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/**
 * Expands {@code ${name}}, with Flyway's spelling and Flyway's blindness for quotes, but not inside comments: a comment
 * that mentions a placeholder should not need a value for it.
 */
final class Placeholders {
    private final SourceText source;
    private final String text;
    private final Map<String, String> values = new TreeMap<>(Comparator.comparing(Ascii::lower));
    private final Set<String> secret = new TreeSet<>(Comparator.comparing(Ascii::lower));
    private final boolean strict;
    private final List<SecretRanges.Range> secrets = new ArrayList<>();
    private final StringBuilder out = new StringBuilder();
    /** Starts of the segments in the result and in the source: copied text and values by turns. */
    private int[] results = new int[16];

    private int[] sources = new int[16];
    private int segments;

    /**
     * Of one text.
     *
     * @param secret names whose values must not be shown
     * @param strict whether a name without a value is a problem; else it stays
     */
    Placeholders(SourceText source, Map<String, String> values, Set<String> secret, boolean strict) {
        this.source = source;
        this.strict = strict;
        this.secret.addAll(secret);
        this.text = source.text();
        this.values.putAll(values);
    }

    /** The new text, and from an offset in it to the offset in the old one. */
    record Expanded(String text, IntUnaryOperator toSource, SecretRanges secrets) {}

    Expanded expand() {
        int[] comments = CommentRanges.of(source);
        int comment = 0;
        int copied = 0;
        segment(0);
        for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", at + 1)) {
            while (comment < comments.length && comments[comment + 1] <= at) {
                comment += 2;
            }
            boolean commented = comment < comments.length && comments[comment] <= at;
            int close = nameEnd(at + 2);
            if (commented || close == at + 2 || close == text.length() || text.charAt(close) != '}') {
                continue;
            }
            String name = text.substring(at + 2, close);
            if (!strict && !values.containsKey(name)) {
                continue;
            }
            out.append(text, copied, at);
            segment(at);
            int start = out.length();
            out.append(value(at, name));
            copied = close + 1;
            if (secret.contains(name)) {
                secrets.add(new SecretRanges.Range(start, out.length(), text.substring(at, copied)));
            }
            segment(copied);
        }
        out.append(text, copied, text.length());
        int[] resultStarts = Arrays.copyOf(results, segments);
        int[] sourceStarts = Arrays.copyOf(sources, segments);
        return new Expanded(
                out.toString(), offset -> map(resultStarts, sourceStarts, offset), new SecretRanges(secrets));
    }

    private static int map(int[] results, int[] sources, int offset) {
        int found = Arrays.binarySearch(results, offset);
        int segment = found >= 0 ? found : -found - 2;
        // An empty segment starts where the next one does; the character at the offset belongs to the last of them.
        while (segment + 1 < results.length && results[segment + 1] == offset) {
            segment++;
        }
        boolean copied = segment % 2 == 0;
        return copied ? sources[segment] + offset - results[segment] : sources[segment];
    }

    private String value(int at, String name) {
        String value = values.get(name);
        if (value == null) {
            String known = values.isEmpty() ? "none is defined" : "known are " + String.join(", ", values.keySet());
            throw unknown(at, name, known).exception();
        }
        return value;
    }

    private Problem unknown(int at, String name, String known) {
        return source.problem(
                        ProblemId.PLACEHOLDER_UNKNOWN, "the placeholder ${" + name + "} has no value; " + known, at)
                .remedy("add to plumb.yml, under placeholders:, the line  \"" + name + "\": VALUE");
    }

    private int nameEnd(int from) {
        int i = from;
        while (i < text.length() && isNameCharacter(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isNameCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == ':' || c == '.' || c == '_' || c == '-';
    }

    private void segment(int sourceStart) {
        if (segments == results.length) {
            results = Arrays.copyOf(results, segments * 2);
            sources = Arrays.copyOf(sources, segments * 2);
        }
        results[segments] = out.length();
        sources[segments++] = sourceStart;
    }
}
