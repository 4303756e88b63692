package dev.plumbline.migrate;

import dev.plumbline.db.ConnectionSpec;
import dev.plumbline.db.Database;
import dev.plumbline.migrate.layout.MigrationDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** An engine over a directory and a database, with the settings that a test does not care about. */
final class TestEngine {
    private final ConnectionSpec spec;
    private String application = RunnerName.of("test");
    private Optional<String> role = Optional.empty();
    private Duration lockTimeout = Duration.ofSeconds(4);
    private Optional<Duration> statementTimeout = Optional.empty();
    private String ledgerSchema = "plumb";
    private Duration patience = Duration.ofMinutes(1);
    private int lockRetries = 2;
    private Duration budget = Duration.ofMinutes(5);
    private PlaceholderValues placeholders = PlaceholderValues.NONE;
    private Consumer<Event> events = _ -> {};
    private Interruption interruption = new Interruption();

    TestEngine(String url) {
        this(ConnectionSpec.parse(url, Map.of()));
    }

    TestEngine(ConnectionSpec spec) {
        this.spec = spec;
    }

    TestEngine application(String name) {
        application = name;
        return this;
    }

    TestEngine role(Optional<String> name) {
        role = name;
        return this;
    }

    TestEngine timeouts(Duration lock, Optional<Duration> statement) {
        lockTimeout = lock;
        statementTimeout = statement;
        return this;
    }

    TestEngine ledgerSchema(String name) {
        ledgerSchema = name;
        return this;
    }

    TestEngine patience(Duration time) {
        patience = time;
        return this;
    }

    TestEngine lockRetries(int count) {
        lockRetries = count;
        return this;
    }

    TestEngine placeholders(PlaceholderValues values) {
        placeholders = values;
        return this;
    }

    TestEngine events(Consumer<Event> listener) {
        events = listener;
        return this;
    }

    TestEngine interruption(Interruption request) {
        interruption = request;
        return this;
    }

    TestEngine budget(Duration time) {
        budget = time;
        return this;
    }

    History history() {
        return new History(database(), settings(), events, interruption);
    }

    Database database() {
        return new Database(spec, application, role, lockTimeout, statementTimeout);
    }

    Settings settings() {
        return new Settings(
                ledgerSchema, patience, lockRetries, budget, false, false, false, false, false, "somebody", "test", 18);
    }

    /** The engine; what the directory holds is read now. */
    Engine over(Path directory) {
        return new Engine(
                MigrationDirectory.read(directory, Optional.empty()),
                database(),
                settings(),
                placeholders,
                events,
                interruption);
    }
}
