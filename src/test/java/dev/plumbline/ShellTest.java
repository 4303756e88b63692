package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "db/migrations",
                "a b",
                "it's",
                "'",
                "",
                "$HOME",
                "`id`",
                "a\\b",
                "a;b",
                "a&b",
                "*",
                "~",
                "#a",
                "{a,b}",
                "!x",
                "name=1",
                "größe/ß.sql",
                "a\nb"
            })
    void meansTheSameToAShell(String word) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", "printf %s " + Shell.word(word)).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(word);
    }

    @Test
    void quotesOnlyWhatNeedsIt() {
        assertThat(Shell.word(Path.of("db", "größe", "V1.2__a-b.sql"))).isEqualTo("db/größe/V1.2__a-b.sql");
        assertThat(Shell.word(Path.of("it's"))).isEqualTo("'it'\\''s'");
    }
}
