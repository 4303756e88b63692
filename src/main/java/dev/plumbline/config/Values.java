package dev.plumbline.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values found in a file so far, one map for each Java type. */
final class Values {
    private final Map<Key, String> texts = new EnumMap<>(Key.class);
    private final Map<Key, Path> paths = new EnumMap<>(Key.class);
    private final Map<Key, Duration> durations = new EnumMap<>(Key.class);
    private final Map<Key, Integer> counts = new EnumMap<>(Key.class);
    private final Map<Key, Map<String, String>> maps = new EnumMap<>(Key.class);
    private final Map<Key, Set<String>> fromEnvironment = new EnumMap<>(Key.class);

    void put(Key key, String value) {
        texts.put(key, value);
    }

    void put(Key key, Path value) {
        paths.put(key, value);
    }

    void put(Key key, Duration value) {
        durations.put(key, value);
    }

    void put(Key key, int value) {
        counts.put(key, value);
    }

    void put(Key key, Map<String, String> value) {
        maps.put(key, value);
    }

    void putFromEnvironment(Key key, Set<String> names) {
        fromEnvironment.put(key, names);
    }

    Optional<String> text(Key key) {
        return Optional.ofNullable(texts.get(key));
    }

    Optional<Path> path(Key key) {
        return Optional.ofNullable(paths.get(key));
    }

    Optional<Duration> duration(Key key) {
        return Optional.ofNullable(durations.get(key));
    }

    Optional<Integer> count(Key key) {
        return Optional.ofNullable(counts.get(key));
    }

    Map<String, String> texts(Key key) {
        return maps.getOrDefault(key, Map.of());
    }

    /** The names of a map's entries whose values hold a variable of the environment. */
    Set<String> fromEnvironment(Key key) {
        return fromEnvironment.getOrDefault(key, Set.of());
    }
}
