package dev.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a file holds, it is read or there is a problem, and the problem never repeats a password. */
class ConfigFuzzTest {
    /** Not the name of a variable: those are told. */
    private static final String PASSWORD = "hunter-2";

    private static Path directory = Path.of("");

    @BeforeContainer
    static void create() throws IOException {
        directory = Files.createTempDirectory("plumb-config");
    }

    @AfterContainer
    static void delete() throws IOException {
        Files.deleteIfExists(directory.resolve("plumb.yml"));
        Files.deleteIfExists(directory);
    }

    @Property(tries = 500)
    void bytes(@ForAll byte[] bytes) throws IOException {
        load(bytes);
    }

    @Property(tries = 500)
    void text(@ForAll String text) throws IOException {
        load(text.getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 2000)
    void almostYaml(@ForAll("almostYaml") String text) throws IOException {
        load(text.getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 2000)
    void urlWithAPassword(@ForAll("scraps") String before, @ForAll("scraps") String after) throws IOException {
        load(("role: app\nurl: " + before + PASSWORD + after + "\nwait: 4").getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 2000)
    void durations(@ForAll("almostDurations") String text) {
        try {
            assertThat(Config.duration(text)).isBetween(Duration.ZERO, Duration.ofMillis(Integer.MAX_VALUE));
        } catch (ProblemException e) {
            assertThat(e.problem().id()).isEqualTo(ProblemId.USAGE);
        }
    }

    @Provide
    Arbitrary<String> almostYaml() {
        List<String> words = List.of(
                "url",
                "shadow",
                "placeholders",
                "lock_timeout",
                "migrations",
                ": ",
                ":",
                "\n",
                "\n  ",
                "\t",
                "- ",
                "[",
                "]",
                "{",
                "}",
                ",",
                "&a ",
                "*a",
                "!t ",
                "!!str ",
                "'",
                "\"",
                "|",
                ">",
                "%YAML 1.2\n",
                "%TAG ! x\n",
                "---\n",
                "...\n",
                "#",
                " # ",
                "? ",
                "<<",
                "~",
                "0",
                "4s",
                "${",
                "${X}",
                "$${",
                "}",
                "\\",
                "\\x",
                "\u0000",
                "\uD83D\uDE00",
                "\uFFFE",
                "\r",
                "\u0085",
                "\u2028",
                "postgres://u:" + PASSWORD + "@h/db",
                "url: postgres://u:" + PASSWORD + "@h/db\n",
                "key",
                "@",
                "`",
                "%",
                "\uFEFF",
                "role: ",
                "999999999999999999999");
        return Arbitraries.of(words).list().ofMaxSize(25).map(list -> String.join("", list));
    }

    /** Of one line. */
    @Provide
    Arbitrary<String> scraps() {
        return Arbitraries.of(
                        "*",
                        "&",
                        "!",
                        "!!",
                        "%",
                        "@",
                        "\"",
                        "'",
                        "\\U",
                        "\\x",
                        "\\",
                        ": ",
                        ":",
                        "#",
                        " #",
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        "|",
                        ">",
                        "?",
                        "- ",
                        "${",
                        "}",
                        "$",
                        "<<",
                        "!<",
                        "postgres://",
                        "app:",
                        "/",
                        "\t",
                        " ",
                        "a",
                        "\u0007")
                .list()
                .ofMaxSize(4)
                .map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<String> almostDurations() {
        return Arbitraries.of("0", "1", "9", "99999999999", "m", "s", "h", "ms", "min", " ", "-", ".", "x", "\n")
                .list()
                .ofMaxSize(6)
                .map(list -> String.join("", list));
    }

    private static void load(byte[] bytes) throws IOException {
        Files.write(directory.resolve("plumb.yml"), bytes);
        try {
            Config config = Config.load(Optional.empty(), directory, Map.of("X", "x"));
            assertThat(config.file()).contains(Path.of("plumb.yml"));
        } catch (ProblemException e) {
            assertThat(e.problem().id()).isEqualTo(ProblemId.CONFIG_INVALID);
            assertThat(e.problem().at()).isNotEmpty();
            assertThat(e.problem().toString()).doesNotContain(PASSWORD);
            assertThat(e).hasNoCause();
        }
    }
}
