package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.TwoAtATime;
import dev.plumbline.shadow.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command-line scripts in {@code src/test/resources/cli}; {@code make golden} rewrites what they expect. */
@Tag("database")
@Tag("golden")
class CliScriptTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/cli");

    @TempDir
    Path directory;

    /** Each has a database and a directory of its own. {@code -Dcli.script=28} runs those alone whose name begins so. */
    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        Map<String, Executable> scripts = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            String only = System.getProperty("cli.script", "");
            files.filter(file -> file.toString().endsWith(".txt"))
                    .filter(file -> file.getFileName().toString().startsWith(only))
                    .sorted()
                    .forEach(script -> scripts.put(script.getFileName().toString(), () -> check(script)));
        }
        assertThat(scripts).isNotEmpty();
        return TwoAtATime.run(scripts);
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
