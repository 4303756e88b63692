package dev.plumbline.lint;

import dev.plumbline.Severity;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How files are checked.
 *
 * @param major      the version of PostgreSQL that they are for
 * @param severities of rules, by their ids, where the project has other ones
 * @param switches   by their ids, whether the project turned rules on or off
 * @param names      patterns of names, by what they are for
 */
public record Settings(
        int major, Map<String, Severity> severities, Map<String, Boolean> switches, Map<String, String> names) {
    public Settings {
        severities = new TreeMap<>(severities);
        switches = new TreeMap<>(switches);
        names = new TreeMap<>(names);
    }

    /** As they are where no project says otherwise. */
    public static Settings of(int major) {
        return new Settings(major, Map.of(), Map.of(), Map.of());
    }

    boolean isOn(Rule rule) {
        return switches.getOrDefault(rule.id(), severities.containsKey(rule.id()) || rule.on());
    }

    Severity severity(Rule rule) {
        return severities.getOrDefault(rule.id(), rule.severity());
    }

    /** The pattern that the project gave for names of a kind. */
    public Optional<String> name(String kind) {
        return Optional.ofNullable(names.get(kind));
    }
}
