package dev.plumbline.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What {@code plumb.yml} says. Whatever it leaves out is empty; the defaults are the business of whoever uses a value.
 *
 * @param file             the file that was read, as the user would type it; empty where there is none
 * @param url              address of the database, variables of the environment filled in
 * @param migrations       the migration directory, as seen from the working directory
 * @param layout           name of the migration files' layout
 * @param ledgerSchema     schema of the ledger
 * @param role             role that runs the migrations
 * @param lockTimeout      how long a statement may wait for a lock; more than 0
 * @param statementTimeout how long a statement may run; 0 for no limit
 * @param lockRetries      how often a transaction that lost against a lock is tried again
 * @param concurrentBudget how long a statement that runs outside a transaction may take; 0 for no limit
 * @param patience         {@code wait}: how long to wait for another runner; 0 for not at all
 * @param placeholders     what {@code ${name}} stands for in SQL files, variables of the environment filled in
 * @param secretPlaceholders those of them whose values hold a variable of the environment
 * @param shadow           the throwaway database
 * @param maximum          what a rehearsal is held to
 * @param lint             how files are checked
 */
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
        Map<String, String> placeholders,
        Set<String> secretPlaceholders,
        Shadow shadow,
        Maximum maximum,
        Lint lint) {

    public Config {
        placeholders = Collections.unmodifiableMap(new TreeMap<>(placeholders));
        secretPlaceholders = Set.copyOf(secretPlaceholders);
    }

    /**
     * The named file, or else {@code plumb.yml} or {@code plumb.yaml} in the working directory, or else an empty configuration.
     *
     * @param named            the file of {@code --config}, absolute or as seen from the working directory
     * @param workingDirectory where the command runs
     * @param environment      what <code>${NAME}</code> in a value is looked up in
     * @throws dev.plumbline.ProblemException {@code config-invalid}, with every mistake in the file
     */
    public static Config load(Optional<Path> named, Path workingDirectory, Map<String, String> environment) {
        Optional<Source> source = Source.find(named, workingDirectory);
        return of(
                source.map(Source::shown),
                source.map(found -> Validation.of(found, workingDirectory, environment))
                        .orElseGet(Values::new));
    }

    /** What holds where nothing is configured. */
    public static Config none() {
        return of(Optional.empty(), new Values());
    }

    /**
     * A duration as it is written in {@code plumb.yml} and in options: {@code 500ms}, {@code 4s}, {@code 10min} or {@code 10m},
     * {@code 1h}, {@code 0}.
     *
     * @throws dev.plumbline.ProblemException {@code usage}
     */
    public static Duration duration(String text) {
        return DurationText.option(text);
    }

    private static Config of(Optional<Path> file, Values values) {
        return new Config(
                file,
                values.text(Key.URL),
                values.path(Key.MIGRATIONS),
                values.text(Key.LAYOUT),
                values.text(Key.LEDGER_SCHEMA),
                values.text(Key.ROLE),
                values.duration(Key.LOCK_TIMEOUT),
                values.duration(Key.STATEMENT_TIMEOUT),
                values.count(Key.LOCK_RETRIES),
                values.duration(Key.CONCURRENT_BUDGET),
                values.duration(Key.WAIT),
                values.texts(Key.PLACEHOLDERS),
                values.fromEnvironment(Key.PLACEHOLDERS),
                new Shadow(values.text(Key.SHADOW_URL), values.count(Key.SHADOW_VERSION)),
                new Maximum(
                        values.duration(Key.MAX_EXCLUSIVE_LOCK),
                        values.duration(Key.MAX_WINDOW),
                        values.duration(Key.MAX_ROLLBACK)),
                new Lint(values.texts(Key.LINT_RULES), values.texts(Key.LINT_NAMES)));
    }

    /** Says which file was read and nothing that could be a secret: the url and the placeholders may hold passwords. */
    @Override
    public String toString() {
        return "Config[" + file.map(Path::toString).orElse("no file") + "]";
    }
}
