package dev.plumbline.bench;

import dev.plumbline.db.ConnectionSpec;
import dev.plumbline.db.Database;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A database as the benchmark itself uses it, beside what it measures. */
final class BenchDatabase {
    private BenchDatabase() {}

    static Database at(String url) {
        return new Database(
                ConnectionSpec.parse(url, Map.of()),
                "plumb bench",
                Optional.empty(),
                Duration.ofSeconds(10),
                Optional.empty());
    }
}
