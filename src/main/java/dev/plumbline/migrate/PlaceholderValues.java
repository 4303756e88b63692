package dev.plumbline.migrate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ${name}} stands for in scripts.
 *
 * @param values by name
 * @param secret the names whose values came from the environment: they go to the server, and neither into the ledger nor into any
 *               message
 */
public record PlaceholderValues(Map<String, String> values, Set<String> secret) {
    public static final PlaceholderValues NONE = new PlaceholderValues(Map.of(), Set.of());

    /** From how many characters on a value is taken out of the midst of a word too: {@code eu} is in every queue. */
    private static final int LONG = 8;

    public PlaceholderValues {
        values = Map.copyOf(values);
        secret = Set.copyOf(secret);
    }

    /** The secret values by name. */
    Map<String, String> secrets() {
        Map<String, String> secrets = new TreeMap<>(values);
        secrets.keySet().retainAll(secret);
        return secrets;
    }

    /** A message of the server, which may quote what it was sent, with names instead of secret values. */
    String redact(String message) {
        List<Map.Entry<String, String>> longestFirst = new ArrayList<>(secrets().entrySet());
        longestFirst.sort(Comparator.comparingInt(entry -> -entry.getValue().length()));
        String redacted = message;
        for (Map.Entry<String, String> entry : longestFirst) {
            String value = entry.getValue();
            if (!value.isBlank() && redacted.contains(value)) {
                String quoted = Pattern.quote(value);
                Pattern pattern = Pattern.compile(
                        value.length() >= LONG ? quoted : "(?<![\\p{L}\\p{N}_])" + quoted + "(?![\\p{L}\\p{N}_])");
                redacted = pattern.matcher(redacted).replaceAll(Matcher.quoteReplacement("${" + entry.getKey() + "}"));
            }
        }
        return redacted;
    }

    /** Says the names and no value. */
    @Override
    public String toString() {
        return "PlaceholderValues" + values.keySet();
    }
}
