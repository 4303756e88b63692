package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A directory of migrations, a database, and engines over both. */
final class Workbench {
    static final String APPLICATION = "workbench";

    private final Path directory;
    private final String url;
    private Duration lockTimeout = Duration.ofSeconds(4);
    private Optional<Duration> statementTimeout = Optional.empty();
    private int lockRetries = 10;
    private Map<String, String> secrets = Map.of();
    private Consumer<Event> listener = _ -> {};
    private final Interruption interruption = new Interruption();

    Workbench(Path directory, String url) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.url = url;
    }

    Workbench lockTimeout(Duration timeout, int retries) {
        lockTimeout = timeout;
        lockRetries = retries;
        return this;
    }

    Workbench statementTimeout(Duration timeout) {
        statementTimeout = Optional.of(timeout);
        return this;
    }

    /** What {@code ${name}} stands for, as if it came from the environment. */
    Workbench secrets(Map<String, String> values) {
        secrets = values;
        return this;
    }

    Workbench listener(Consumer<Event> consumer) {
        listener = consumer;
        return this;
    }

    Workbench up(int version, String sql) throws IOException {
        Files.writeString(directory.resolve(version + "_step.up.sql"), sql);
        return this;
    }

    Workbench down(int version, String sql) throws IOException {
        Files.writeString(directory.resolve(version + "_step.down.sql"), sql);
        return this;
    }

    /** What stops this bench's runs, the running one and all later ones. */
    Interruption interruption() {
        return interruption;
    }

    Path directory() {
        return directory;
    }

    Outcome apply() {
        return run(url, engine -> engine.apply(new Target.Default()));
    }

    Outcome rollback() {
        return run(url, engine -> engine.rollback(new Target.Default()));
    }

    Outcome rollback(Target target) {
        return run(url, engine -> engine.rollback(target));
    }

    /** As {@link #apply}, to another address of the same database. */
    Outcome applyBy(String otherUrl) {
        return run(otherUrl, engine -> engine.apply(new Target.Default()));
    }

    CompletableFuture<Outcome> applying() {
        return CompletableFuture.supplyAsync(this::apply);
    }

    State state(String version) {
        return engine(url, _ -> {}).status().entries().stream()
                .filter(entry -> entry.version().equals(version))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private Outcome run(String at, Consumer<Engine> work) {
        List<Event> events = new CopyOnWriteArrayList<>();
        Engine engine = engine(at, event -> {
            events.add(event);
            listener.accept(event);
        });
        try {
            work.accept(engine);
            return new Outcome(Optional.empty(), events);
        } catch (ProblemException e) {
            return new Outcome(Optional.of(e.problem()), events);
        }
    }

    private Engine engine(String at, Consumer<Event> events) {
        return new TestEngine(at)
                .application(APPLICATION)
                .timeouts(lockTimeout, statementTimeout)
                .lockRetries(lockRetries)
                .placeholders(new PlaceholderValues(secrets, secrets.keySet()))
                .events(events)
                .interruption(interruption)
                .over(directory);
    }

    /** How a run ended, and what it told on the way. */
    record Outcome(Optional<Problem> problem, List<Event> events) {
        void succeeds() {
            assertThat(problem).isEmpty();
        }

        /** Asserts that it failed with exit code 3, in these words. */
        void fails(ProblemId id, String what, String state) {
            assertThat(problem).as("the problem").isPresent();
            assertThat(problem.get().id()).as(problem.get().toString()).isEqualTo(id);
            assertThat(problem.get().id().kind().exitCode()).isEqualTo(3);
            assertThat(problem.get().what()).contains(what);
            assertThat(problem.get().state()).isEqualTo(state);
        }

        <T extends Event> List<T> of(Class<T> kind) {
            return events.stream().filter(kind::isInstance).map(kind::cast).toList();
        }
    }
}
