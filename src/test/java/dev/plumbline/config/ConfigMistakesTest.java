package dev.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every message, word for word. */
class ConfigMistakesTest {
    private static final String KEYS = "url, migrations, layout, ledger_schema, role, lock_timeout, statement_timeout,"
            + " lock_retries, concurrent_budget, wait, placeholders, shadow, lint, max_exclusive_lock, max_window, max_rollback";

    private static final String ANY = "quote a value that holds \": \" or \" #\" or begins with one of [ { * & ! % @ `;"
            + " begin the keys of a map in one column";

    @TempDir
    private Path directory;

    // Keys.

    @Test
    void unknownKeyNearAnother() throws IOException {
        assertThat(mistake("role: app\n\nmigration: db\n"))
                .isEqualTo(problem(
                        "unknown key \"migration\"",
                        "plumb.yml:3:1",
                        "   3 | migration: db",
                        "     | ^",
                        "did you mean migrations?"));
    }

    @Test
    void unknownKey() throws IOException {
        assertThat(mistake("colour: red"))
                .isEqualTo(problem(
                        "unknown key \"colour\"",
                        "plumb.yml:1:1",
                        "   1 | colour: red",
                        "     | ^",
                        "the keys are " + KEYS));
    }

    @ParameterizedTest
    @CsvSource({
        "wiat,            wait",
        "lockTimeout,     lock_timeout",
        "lock-retries,    lock_retries",
        "statement,       statement_timeout",
        "layouts,         layout",
        "ROLE,            role",
        "migrations_dir,  migrations",
        "uri,             url",
    })
    void meantKey(String typed, String meant) throws IOException {
        assertThat(mistake(typed + ": x").remedies()).containsExactly("did you mean " + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({"db", "u", "x", "''", "<<", "database"})
    void nothingNear(String typed) throws IOException {
        assertThat(mistake("'" + typed + "': x").remedies()).containsExactly("the keys are " + KEYS);
    }

    @Test
    void unknownKeyInAMap() throws IOException {
        assertThat(mistake("shadow:\n  versoin: 17"))
                .isEqualTo(problem(
                        "unknown key \"shadow.versoin\"",
                        "plumb.yml:2:3",
                        "   2 |   versoin: 17",
                        "     |   ^",
                        "did you mean shadow.version?"));
    }

    @Test
    void unknownKeyThatIsAnAddress() throws IOException {
        assertThat(mistake("{postgres://app:hunter2@localhost/shop}"))
                .isEqualTo(problem("unknown key \"…\"", "plumb.yml:1:2", "the keys are " + KEYS));
    }

    @Test
    void duplicateKey() throws IOException {
        assertThat(mistake("role: a\nlayout: diesel\nrole: b"))
                .isEqualTo(problem(
                        "duplicate key \"role\"; the first is on line 1",
                        "plumb.yml:3:1",
                        "   3 | role: b",
                        "     | ^",
                        "remove one of them"));
    }

    @Test
    void duplicatePlaceholder() throws IOException {
        assertThat(mistake("placeholders: {a: 1, a: 2}"))
                .isEqualTo(problem(
                        "duplicate key \"placeholders.a\"; the first is on line 1",
                        "plumb.yml:1:22",
                        "   1 | placeholders: {a: 1, a: 2}",
                        "     |                      ^",
                        "remove one of them"));
    }

    @Test
    void keyThatIsAList() throws IOException {
        assertThat(mistake("? [role]\n: app"))
                .isEqualTo(problem(
                        "found a list, wanted the name of a key", "plumb.yml:1:3", "   1 | ? [role]", "     |   ^"));
    }

    // Types.

    @Test
    void listForText() throws IOException {
        assertThat(mistake("role: [a, b]"))
                .isEqualTo(problem(
                        "role: found a list, wanted text",
                        "plumb.yml:1:7",
                        "   1 | role: [a, b]",
                        "     |       ^",
                        "put the value in quotes if its { or [ is part of it"));
    }

    @Test
    void mapForPath() throws IOException {
        assertThat(mistake("migrations:\n  dir: db"))
                .isEqualTo(problem(
                        "migrations: found a map, wanted text",
                        "plumb.yml:2:3",
                        "   2 |   dir: db",
                        "     |   ^",
                        "write the text beside the key"));
    }

    @Test
    void fileForDirectory() throws IOException {
        Files.createDirectories(directory.resolve("db"));
        Files.writeString(directory.resolve("db/1_one.up.sql"), "");
        assertThat(mistake("layout: up-down\nmigrations: db/1_one.up.sql"))
                .isEqualTo(problem(
                        "migrations: \"db/1_one.up.sql\" is a file, a directory is expected",
                        "plumb.yml:2:13",
                        "   2 | migrations: db/1_one.up.sql",
                        "     |             ^",
                        "write the directory it stands in: migrations: db"));
        Files.writeString(directory.resolve("1_one.sql"), "");
        assertThat(mistake("migrations: 1_one.sql").remedies())
                .containsExactly("write the directory it stands in: migrations: .");
    }

    @Test
    void unknownLayout() throws IOException {
        assertThat(mistake("role: app\nlayout: flywya"))
                .isEqualTo(problem(
                        "layout: there is no layout \"flywya\"; the layouts are up-down, flyway, prisma, diesel",
                        "plumb.yml:2:9",
                        "   2 | layout: flywya",
                        "     |         ^",
                        "did you mean flyway?"));
        assertThat(mistake("layout: alembic").remedies())
                .containsExactly("write one of them, or remove the key: the names of the files show it");
    }

    @Test
    void unknownLayoutBesideOtherMistakes() throws IOException {
        assertThat(mistake("lock_retries: many\nlayout: golang-migrate").at())
                .containsExactly(
                        "plumb.yml:1:15: lock_retries: \"many\" is not a whole number; write for example 10",
                        "plumb.yml:2:9: layout: there is no layout \"golang-migrate\"; the layouts are up-down, flyway,"
                                + " prisma, diesel; did you mean up-down?");
    }

    @Test
    void textForMap() throws IOException {
        assertThat(mistake("shadow: embedded"))
                .isEqualTo(problem(
                        "shadow: found text, wanted a map of keys",
                        "plumb.yml:1:9",
                        "   1 | shadow: embedded",
                        "     |         ^"));
    }

    @Test
    void listForFile() throws IOException {
        assertThat(mistake("- role: app"))
                .isEqualTo(problem(
                        "found a list, wanted a map of keys",
                        "plumb.yml:1:1",
                        "   1 | - role: app",
                        "     | ^",
                        "write lines such as migrations: db/migrations"));
    }

    @Test
    void mapForPlaceholder() throws IOException {
        assertThat(mistake("placeholders:\n  a: {b: c}"))
                .isEqualTo(problem(
                        "placeholders.a: found a map, wanted text",
                        "plumb.yml:2:6",
                        "   2 |   a: {b: c}",
                        "     |      ^",
                        "put the value in quotes if its { or [ is part of it"));
    }

    @Test
    void variableInsideAFlowMap() throws IOException {
        assertThat(mistake("placeholders: {a: ${X}}"))
                .isEqualTo(problem(
                        "plumb.yml is not valid YAML: a ${…} inside { } or [ ] without quotes",
                        "plumb.yml:1:19",
                        "   1 | placeholders: {a: ${X}}",
                        "     |                   ^",
                        "put it in quotes: \"${NAME}\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"url", "role"})
    void variableWithoutBraces(String key) throws IOException {
        Problem problem = mistake(key + ": $DEPLOY_IT");
        assertThat(problem.what()).isEqualTo(key + ": \"$DEPLOY_IT\" is not a variable here");
        assertThat(problem.remedies()).containsExactly("write ${DEPLOY_IT}");
    }

    @ParameterizedTest
    @CsvSource({
        "ledger_schema: pg_ledger, ledger_schema: names that begin with pg_ are PostgreSQL's own",
        "role: ölölölölölölölölölölölölölölölölölölölölölöl, role: a name of 66 bytes; PostgreSQL cuts names at 63",
        "'role: \"a\\0b\"', 'role: the value holds a NUL, which PostgreSQL takes nowhere'",
    })
    void namesThatPostgresDoesNotTake(String text, String what) throws IOException {
        assertThat(mistake(text).what()).isEqualTo(what);
    }

    @Test
    void templateThatWasNotFilledIn() throws IOException {
        assertThat(mistake("role: {{ .Values.role }}").remedies())
                .containsExactly("put the value in quotes if its { or [ is part of it");
    }

    @Test
    void placeholdersInsideThemselves() throws IOException {
        assertThat(mistake("placeholders: &a\n  a: *a").what()).isEqualTo("placeholders.a: found a map, wanted text");
    }

    @Test
    void noValue() throws IOException {
        assertThat(mistake("role:\n"))
                .isEqualTo(problem(
                        "role: there is no value",
                        "plumb.yml:1:6",
                        "   1 | role:",
                        "     |      ^",
                        "write one, or remove the key"));
    }

    @Test
    void emptyValue() throws IOException {
        assertThat(mistake("role: ''"))
                .isEqualTo(problem(
                        "role: the value is empty",
                        "plumb.yml:1:7",
                        "   1 | role: ''",
                        "     |       ^",
                        "write one, or remove the key"));
    }

    @Test
    void placeholderWithoutValue() throws IOException {
        assertThat(mistake("placeholders: {a: }"))
                .isEqualTo(problem(
                        "placeholders.a: there is no value",
                        "plumb.yml:1:18",
                        "   1 | placeholders: {a: }",
                        "     |                  ^",
                        "write one, or \"\" for an empty text"));
    }

    @Test
    void pathThatCannotBe() throws IOException {
        assertThat(mistake("migrations: \"a\\0b\""))
                .isEqualTo(problem(
                        "migrations: \"a b\" cannot be a path",
                        "plumb.yml:1:13",
                        "   1 | migrations: \"a\\0b\"",
                        "     |             ^"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait | 4         | 4 has no unit                                             | write 4s or 4000ms",
                "wait | 4000      | 4000 has no unit                                          | write 4000ms or 4000s",
                "wait | soon      | \"soon\" is not a duration                                | write for example 500ms, 4s, 10min or 1h",
                "wait | -4s       | \"-4s\" is not a duration                                 | write for example 500ms, 4s, 10min or 1h",
                "wait | 1.5s      | \"1.5s\" is not a duration                                | write for example 500ms, 4s, 10min or 1h",
                "wait | 597h      | \"597h\" is longer than PostgreSQL can measure            | write at most 596h",
                "wait | 99999999999999999999 | \"99999999999999999999\" is longer than PostgreSQL can measure | write at most 596h",
                "lock_timeout | 0s | 0 is no limit: while a migration waits for its lock, later queries on the table wait behind it | write for example 4s",
                "lock_retries | ten | \"ten\" is not a whole number                           | write for example 10",
                "lock_retries | -1  | \"-1\" is not a whole number                            | write for example 10",
                "lock_retries | 2147483648 | \"2147483648\" is too large                      | write at most 2147483647",
            })
    void number(String key, String value, String why, String instead) throws IOException {
        String line = key + ": " + value;
        int column = key.length() + 3;

        assertThat(mistake(line))
                .isEqualTo(problem(
                        key + ": " + why,
                        "plumb.yml:1:" + column,
                        "   1 | " + line,
                        "     | " + " ".repeat(column - 1) + "^",
                        instead));
    }

    // The environment.

    @Test
    void missingVariable() throws IOException {
        assertThat(mistake("placeholders:\n  owner: app_${STAGE}"))
                .isEqualTo(problem(
                        "placeholders.owner: the environment has no STAGE",
                        "plumb.yml:2:10",
                        "   2 |   owner: app_${STAGE}",
                        "     |          ^",
                        "set it with export STAGE=…"));
    }

    @Test
    void missingVariablesOfTheUrl() throws IOException {
        assertThat(mistake("url: postgres://${USR}:${PASS}@localhost/shop"))
                .isEqualTo(problem(
                        "url: the environment has no PASS and no USR", "plumb.yml:1:6", "set it with export PASS=…"));
    }

    @Test
    void bracesWithoutAVariable() throws IOException {
        assertThat(mistake("url: postgres://app:${hunter-2}@localhost/shop"))
                .isEqualTo(problem(
                        "url: a ${ is not followed by the name of an environment variable and a }",
                        "plumb.yml:1:6",
                        "write for example ${DB_PASSWORD}, or $${ for a plain ${"));
    }

    // YAML.

    @Test
    void valueWithAColon() throws IOException {
        assertThat(mistake("role: a: b"))
                .isEqualTo(problem(
                        "plumb.yml is not valid YAML: mapping values are not allowed here",
                        "plumb.yml:1:8",
                        "   1 | role: a: b",
                        "     |        ^",
                        ANY));
    }

    @Test
    void characterThatYamlKeepsForItself() throws IOException {
        assertThat(mistake("role: @app"))
                .isEqualTo(problem(
                        "plumb.yml is not valid YAML: found character '@' that cannot start any token",
                        "plumb.yml:1:7",
                        ANY));
    }

    @Test
    void addressWithoutItsKey() throws IOException {
        assertThat(mistake("postgres://app:hunter2@localhost/shop"))
                .isEqualTo(problem(
                        "found text, wanted a map of keys",
                        "plumb.yml:1:1",
                        "write lines such as migrations: db/migrations"));
    }

    @Test
    void placeholderWithoutName() throws IOException {
        assertThat(mistake("placeholders: {'': x}"))
                .isEqualTo(problem(
                        "placeholders.: the name is empty",
                        "plumb.yml:1:20",
                        "   1 | placeholders: {'': x}",
                        "     |                    ^",
                        "write one before the colon"));
    }

    @Test
    void quoteThatNeverEnds() throws IOException {
        assertThat(mistake("layout: diesel\nrole: 'app\n"))
                .isEqualTo(problem(
                        "plumb.yml is not valid YAML: while scanning a quoted scalar that begins at 2:7, found unexpected end of stream",
                        "plumb.yml:2:7",
                        "   2 | role: 'app",
                        "     |       ^",
                        "close it"));
    }

    @Test
    void wrongIndentation() throws IOException {
        assertThat(mistake("layout: diesel\n  role: app"))
                .isEqualTo(problem(
                        "plumb.yml is not valid YAML: mapping values are not allowed here",
                        "plumb.yml:2:7",
                        "   2 |   role: app",
                        "     |       ^",
                        ANY));
    }

    @Test
    void tab() throws IOException {
        assertThat(mistake("placeholders:\n\ta: b"))
                .isEqualTo(problem(
                        "plumb.yml is not valid YAML: a tab where only spaces may indent",
                        "plumb.yml:2:1",
                        "   2 | \ta: b",
                        "     | ^",
                        "write spaces instead of the tab"));
    }

    @Test
    void aliasThatIsAPassword() throws IOException {
        assertThat(mistake("url: *hunter2"))
                .isEqualTo(problem("plumb.yml is not valid YAML: found undefined alias", "plumb.yml:1:6", ANY));
    }

    @Test
    void secretOnALineOfItsOwn() throws IOException {
        assertThat(mistake("placeholders:\n  password: >\n    x\n  b: c: hunter2"))
                .isEqualTo(problem(
                        "plumb.yml is not valid YAML: mapping values are not allowed here", "plumb.yml:4:7", ANY));
    }

    @Test
    void wrongEscape() throws IOException {
        assertThat(mistake("role: \"\\xg\""))
                .isEqualTo(problem(
                        "plumb.yml is not valid YAML: while scanning a double-quoted scalar that begins at 1:7,"
                                + " expected escape sequence of 2 hexadecimal numbers",
                        "plumb.yml:1:10",
                        "   1 | role: \"\\xg\"",
                        "     |          ^",
                        "write \\\\ for a plain \\, or put the text in single quotes"));
    }

    @Test
    void endOfFileInAnEscape() throws IOException {
        assertThat(mistake("role: \"\\x"))
                .isEqualTo(problem(
                        "plumb.yml is not valid YAML: the file ends within an escape",
                        "plumb.yml:1:8",
                        "   1 | role: \"\\x",
                        "     |        ^",
                        "write \\\\ for a plain \\, or put the text in single quotes"));
    }

    @Test
    void controlCharacter() throws IOException {
        assertThat(mistake("role: app\nlayout: a\u0007b"))
                .isEqualTo(problem(
                        "plumb.yml is not valid YAML: U+0007 is not allowed",
                        "plumb.yml:2:10",
                        "   2 | layout: a b",
                        "     |          ^",
                        "remove the character"));
    }

    @Test
    void secondDocument() throws IOException {
        assertThat(mistake("role: a\n---\nrole: b\n"))
                .isEqualTo(problem(
                        "plumb.yml holds a second YAML document; only one is read",
                        "plumb.yml:3:1",
                        "   3 | role: b",
                        "     | ^",
                        "remove the line --- above it, or what follows"));
    }

    @Test
    void tooDeep() throws IOException {
        Problem problem = mistake("role: " + "[".repeat(50_000) + "]".repeat(50_000));

        assertThat(problem.what())
                .isEqualTo("plumb.yml cannot be understood: its lists and maps lie too deep in each other");
        assertThat(problem.at()).containsExactly("plumb.yml:1:1");
    }

    @Test
    void longLineIsCutAroundTheMistake() throws IOException {
        assertThat(mistake("placeholders: {a: " + "x".repeat(100) + ", b: [], c: " + "y".repeat(100) + "}")
                        .excerpt())
                .containsExactly(
                        "   1 | …" + "x".repeat(50) + ", b: [], c: " + "y".repeat(48) + "…",
                        "     |  " + " ".repeat(55) + "^");
    }

    // Several.

    @Test
    void everyMistakeIsToldAtOnce() throws IOException {
        assertThat(mistake("""
                wait: 4
                url: [postgres://app:hunter2@localhost/shop]
                migration: db
                shadow:
                  vesion: 17
                placeholders:
                  a: ${A}
                  b: {}
                wait: 5s
                """))
                .isEqualTo(Problem.of(ProblemId.CONFIG_INVALID, "plumb.yml holds 7 mistakes")
                        .at(
                                "plumb.yml:1:7: wait: 4 has no unit; write 4s or 4000ms",
                                "plumb.yml:2:6: url: found a list, wanted text; put the value in quotes if its { or [ is part of it",
                                "plumb.yml:3:1: unknown key \"migration\"; did you mean migrations?",
                                "plumb.yml:5:3: unknown key \"shadow.vesion\"; did you mean shadow.version?",
                                "plumb.yml:7:6: placeholders.a: the environment has no A; set it with export A=…",
                                "plumb.yml:8:6: placeholders.b: found a map, wanted text; put the value in quotes if its { or [ is part of it",
                                "plumb.yml:9:1: duplicate key \"wait\"; the first is on line 1; remove one of them")
                        .remedy("correct them in plumb.yml, then run the same command again"));
    }

    // The file.

    @Test
    void namedFileIsNotThere() {
        assertThat(load(Optional.of(Path.of("conf/plumb.yml"))))
                .isEqualTo(
                        Problem.of(ProblemId.CONFIG_INVALID, "there is no file conf/plumb.yml")
                                .remedy(
                                        "name a file that exists with --config, or leave the option out to have plumb.yml read"));
    }

    @Test
    void bothNames() throws IOException {
        Files.createFile(directory.resolve("plumb.yml"));
        Files.createFile(directory.resolve("plumb.yaml"));

        assertThat(load(Optional.empty()))
                .isEqualTo(Problem.of(ProblemId.CONFIG_INVALID, "there is both a plumb.yml and a plumb.yaml")
                        .at("plumb.yml", "plumb.yaml")
                        .remedy("delete one of them, or say which is meant: --config plumb.yml"));
    }

    @Test
    void directoryForAFile() throws IOException {
        Files.createDirectory(directory.resolve("my conf"));

        assertThat(load(Optional.of(Path.of("my conf"))))
                .isEqualTo(Problem.of(
                                ProblemId.CONFIG_INVALID, "cannot read my conf: it is a directory, a file is expected")
                        .at("my conf")
                        .remedy("ls -la 'my conf'"));
    }

    @Test
    void danglingLink() throws IOException {
        Files.createSymbolicLink(directory.resolve("plumb.yml"), Path.of("gone.yml"));

        assertThat(load(Optional.empty()))
                .isEqualTo(Problem.of(
                                ProblemId.CONFIG_INVALID,
                                "cannot read plumb.yml: it is a symbolic link to a file that does not exist")
                        .at("plumb.yml")
                        .remedy("ls -l plumb.yml"));
    }

    @Test
    void permissionDenied() throws IOException {
        Path file = Files.writeString(directory.resolve("plumb.yml"), "role: app");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "root may read everything");

        assertThat(load(Optional.empty()))
                .isEqualTo(Problem.of(ProblemId.CONFIG_INVALID, "cannot read plumb.yml: permission denied")
                        .at("plumb.yml")
                        .remedy("chmod u+r plumb.yml"));
    }

    @Test
    void tooLarge() throws IOException {
        assertThat(mistake("#".repeat((1 << 20) + 1)))
                .isEqualTo(Problem.of(ProblemId.CONFIG_INVALID, "cannot read plumb.yml: it is larger than 1 MiB")
                        .at("plumb.yml")
                        .remedy("ls -l plumb.yml"));
    }

    @Test
    void notUtf8() throws IOException {
        Files.write(directory.resolve("plumb.yml"), "# é\nrole: é".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(load(Optional.empty()))
                .isEqualTo(
                        Problem.of(
                                        ProblemId.CONFIG_INVALID,
                                        "plumb.yml is not UTF-8: byte 0xE9 at offset 2 fits no character")
                                .at("plumb.yml:1:3")
                                .remedy(
                                        "save it as UTF-8 in your editor, or convert a copy of it: iconv -f WINDOWS-1252 -t UTF-8 plumb.yml"));
    }

    @Test
    void durationOfAnOption() {
        ProblemException exception = catchThrowableOfType(ProblemException.class, () -> Config.duration("30"));

        assertThat(exception.problem())
                .isEqualTo(Problem.of(ProblemId.USAGE, "30 has no unit").remedy("write 30s or 30000ms"));
    }

    /** The texts after the place are the two lines of the excerpt, if there are two or more, and the remedy. */
    private static Problem problem(String what, String at, String... rest) {
        int excerpt = rest.length / 2 * 2;
        Problem problem = Problem.of(ProblemId.CONFIG_INVALID, what)
                .at(at)
                .excerpt(List.of(rest).subList(0, excerpt));
        return rest.length > excerpt ? problem.remedy(rest[excerpt]) : problem;
    }

    private Problem mistake(String text) throws IOException {
        Files.writeString(directory.resolve("plumb.yml"), text);
        return load(Optional.empty());
    }

    private Problem load(Optional<Path> named) {
        return catchThrowableOfType(
                        ProblemException.class, () -> Config.load(named, directory, Map.of("DB_PASSWORD", "hunter2")))
                .problem();
    }
}
