package dev.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/configuration.md to the code. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("docs", "configuration.md");

    @Test
    void tableIsTheListOfKeys() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(Key.values())
                        .map(key -> "| `%s` | %s | %s | %s |"
                                .formatted(key.path(), key.type().described(), key.fallback(), key.meaning()))
                        .toList());
    }

    @Test
    void exampleIsRead(@TempDir Path directory) throws IOException {
        String page = Files.readString(PAGE);
        String example = page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("```\n"));
        Files.writeString(directory.resolve("plumb.yml"), example);

        Config config = Config.load(Optional.empty(), directory, Map.of("DB_PASSWORD", "secret"));

        assertThat(config.url()).contains("postgres://app:secret@db.example.com/shop");
        assertThat(config.shadow().version()).contains(17);
    }
}
