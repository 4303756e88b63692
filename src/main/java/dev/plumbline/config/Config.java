package dev.plumbline.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Temporary. */
public record Config(
        Optional<Path> file,
        Optional<String> url,
        Optional<Path> migrations,
        Optional<String> layout,
        Optional<String> ledgerSchema,
        Optional<String> role,
        Optional<Duration> lockTimeout,
        Optional<Duration> statementTimeout,
        Optional<Integer> lockRetries,
        Optional<Duration> concurrentBudget,
        Optional<Duration> patience,
        Map<String, String> placeholders) {
    /** Temporary. */
    public static Config load(Optional<Path> named, Path workingDirectory, Map<String, String> environment) {
        return new Config(
                named,
                Optional.empty(),
                named.map(f -> f.resolveSibling("migrations")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                named.map(f -> Duration.ofMillis(800)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** Temporary. */
    public static Duration duration(String text) {
        return Duration.ofSeconds(Long.parseLong(text.replace("s", "")));
    }
}
