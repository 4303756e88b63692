package dev.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from files without mistakes. */
class ConfigTest {
    private static final Shadow NO_SHADOW = new Shadow(Optional.empty(), Optional.empty());
    private static final Maximum NO_MAXIMUM = new Maximum(Optional.empty(), Optional.empty(), Optional.empty());
    private static final Map<String, String> ENVIRONMENT =
            Map.of("DB_PASSWORD", "s3$cret\\1", "OWNER", "app", "NONE", "");

    @TempDir
    private Path directory;

    @Test
    void everyKey() throws IOException {
        assertThat(load("""
                url: postgres://app:${DB_PASSWORD}@localhost/shop
                migrations: db/migrations
                layout: flyway
                ledger_schema: ledger
                role: ${OWNER}_owner
                lock_timeout: 500ms
                statement_timeout: 0
                lock_retries: 3
                concurrent_budget: 2h
                wait: 30m
                placeholders:
                  schema: sales
                  count: 5
                  owner: $${OWNER} is ${OWNER}
                  nothing: ""
                  none: ${NONE}
                shadow:
                  url: embedded
                  version: 17
                max_exclusive_lock: 2s
                max_window: 0
                max_rollback: 90s
                lint:
                  rules: {prefer-text: off}
                  names:
                    table: "[a-z]+"
                """))
                .isEqualTo(new Config(
                        Optional.of(Path.of("plumb.yml")),
                        Optional.of("postgres://app:s3$cret\\1@localhost/shop"),
                        Optional.of(Path.of("db/migrations")),
                        Optional.of("flyway"),
                        Optional.of("ledger"),
                        Optional.of("app_owner"),
                        Optional.of(Duration.ofMillis(500)),
                        Optional.of(Duration.ZERO),
                        Optional.of(3),
                        Optional.of(Duration.ofHours(2)),
                        Optional.of(Duration.ofMinutes(30)),
                        Map.of("schema", "sales", "count", "5", "owner", "${OWNER} is app", "nothing", "", "none", ""),
                        Set.of("owner", "none"),
                        new Shadow(Optional.of("embedded"), Optional.of(17)),
                        new Maximum(
                                Optional.of(Duration.ofSeconds(2)),
                                Optional.of(Duration.ZERO),
                                Optional.of(Duration.ofSeconds(90))),
                        new Lint(Map.of("prefer-text", "off"), Map.of("table", "[a-z]+"))));
    }

    @Test
    void noFile() {
        assertThat(load(Optional.empty())).isEqualTo(empty(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n", "# nothing yet\n", "---\n", "---\n...\n", "{}", "\uFEFF", "shadow:\nplaceholders:\n"})
    void fileThatSaysNothing(String text) throws IOException {
        assertThat(load(text)).isEqualTo(empty(Optional.of(Path.of("plumb.yml"))));
    }

    @Test
    void otherExtension() throws IOException {
        write("plumb.yaml", "role: app");

        assertThat(load(Optional.empty()).file()).contains(Path.of("plumb.yaml"));
    }

    @Test
    void namedFileComesBeforeTheOneInTheWorkingDirectory() throws IOException {
        write("plumb.yml", "role: default");
        write("conf/other.yml", "role: named");

        Config config = load(Optional.of(Path.of("conf/other.yml")));

        assertThat(config.file()).contains(Path.of("conf/other.yml"));
        assertThat(config.role()).contains("named");
    }

    @Test
    void anchorsAndAliases() throws IOException {
        Config config = load("""
                lock_timeout: &short 2s
                statement_timeout: *short
                placeholders: {a: &a x, b: *a}
                """);

        assertThat(config.statementTimeout()).contains(Duration.ofSeconds(2));
        assertThat(config.placeholders()).containsExactly(Map.entry("a", "x"), Map.entry("b", "x"));
    }

    @Test
    void byteOrderMarkAndWindowsLineEnds() throws IOException {
        Config config = load("\uFEFFrole: app\r\nlayout: diesel\r\n");

        assertThat(config.role()).contains("app");
        assertThat(config.layout()).contains("diesel");
    }

    @Test
    void foldedTextEndsWithItsLastCharacter() throws IOException {
        assertThat(load("url: >\n  postgres://localhost/shop\n").url()).contains("postgres://localhost/shop");
    }

    @ParameterizedTest
    @CsvSource({
        "plumb.yml,                  db/migrations,       db/migrations",
        "plumb.yml,                  ./db//migrations/,   db/migrations",
        "plumb.yml,                  .,                   .",
        "plumb.yml,                  ../shared,           ../shared",
        "plumb.yml,                  /srv/migrations,     /srv/migrations",
        "examples/x/plumb.yml,       db/migrations,       examples/x/db/migrations",
        "./plumb.yml,                db/migrations,       db/migrations",
        "conf/plumb.yml,             ../db/migrations,    db/migrations",
        "conf/plumb.yml,             ..,                  .",
    })
    void migrationsAreSeenFromTheWorkingDirectory(String file, String written, String expected) throws IOException {
        write(file, "migrations: " + written);

        assertThat(load(Optional.of(Path.of(file))).migrations().map(Path::toString))
                .contains(expected);
    }

    @Test
    void migrationsOfAFileNamedAbsolutely() throws IOException {
        write("conf/plumb.yml", "migrations: ../db");

        assertThat(load(Optional.of(directory.resolve("conf/plumb.yml"))).migrations())
                .contains(directory.resolve("db"));
    }

    @Test
    void parentOfASymbolicLinkIsNotTakenForTheDirectoryItIsIn() throws IOException {
        Files.createDirectories(directory.resolve("real/conf"));
        Files.createDirectories(directory.resolve("real/db"));
        Files.createDirectories(directory.resolve("db"));
        Files.createSymbolicLink(directory.resolve("conf"), directory.resolve("real/conf"));
        write("conf/plumb.yml", "migrations: ../db");

        assertThat(load(Optional.of(Path.of("conf/plumb.yml"))).migrations()).contains(Path.of("conf/../db"));
    }

    @Test
    void textHidesWhatMayBeSecret() throws IOException {
        Config config = load(
                "url: postgres://app:${DB_PASSWORD}@localhost/shop\nshadow: {url: postgres://a:b@h/s, version: 16}");

        assertThat(config).hasToString("Config[plumb.yml]");
        assertThat(config.shadow()).hasToString("Shadow[version=16]");
        assertThat(load(Optional.of(Path.of("plumb.yml")))).isEqualTo(config);
    }

    private static Config empty(Optional<Path> file) {
        return new Config(
                file,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Set.of(),
                NO_SHADOW,
                NO_MAXIMUM,
                new Lint(Map.of(), Map.of()));
    }

    private Config load(String text) throws IOException {
        write("plumb.yml", text);
        return load(Optional.empty());
    }

    private Config load(Optional<Path> named) {
        return Config.load(named, directory, ENVIRONMENT);
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
