package dev.plumbline.config;

import java.util.Map;
import java.util.TreeMap;

/**
 * How migration files are checked.
 *
 * @param rules by the id of a rule, how much it matters, or whether it is checked
 * @param names by what is named, the pattern that its name must match
 */
public record Lint(Map<String, String> rules, Map<String, String> names) {
    public Lint {
        rules = new TreeMap<>(rules);
        names = new TreeMap<>(names);
    }
}
