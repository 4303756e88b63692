package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.shadow.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command-line scripts in {@code src/test/resources/cli}; {@code make golden} rewrites what they expect. */
@Tag("database")
@Tag("golden")
class CliScriptTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/cli");

    @TempDir
    Path directory;

    @TestFactory
    List<DynamicTest> scripts() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            List<Path> scripts =
                    files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
            assertThat(scripts).isNotEmpty();
            return scripts.stream()
                    .map(script -> DynamicTest.dynamicTest(script.getFileName().toString(), () -> check(script)))
                    .toList();
        }
    }

    private void check(Path script) throws Exception {
        String expected = Files.readString(script);
        Path workplace =
                Files.createDirectories(directory.resolve(script.getFileName().toString()));
        String actual = new CliScript(workplace, TestServer.shared().newDatabase()).run(expected);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(script, actual);
        }
        assertThat(actual).as(script.toString()).isEqualTo(Files.readString(script));
    }
}
