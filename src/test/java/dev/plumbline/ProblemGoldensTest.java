package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every problem has a text that a real run printed: in a command-line script, or in a golden file that another test compares what
 * it saw with.
 */
class ProblemGoldensTest {
    private static final List<Path> FOLDERS =
            List.of(Path.of("src/test/resources/cli"), Path.of("src/test/resources/problems"));

    private static final Pattern CHECK = Pattern.compile("GoldenProblem\\.check\\(\\s*ProblemId\\.(\\w+)");

    @Test
    void everyProblemHasAText() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path folder : FOLDERS) {
            for (Path file : files(folder)) {
                all.append(Files.readString(file)).append('\n');
            }
        }
        String texts = all.toString();
        List<String> without = Arrays.stream(ProblemId.values())
                .filter(id -> id != ProblemId.INTERNAL_ERROR)
                .map(ProblemId::toString)
                .filter(id -> texts.lines().noneMatch(line -> line.startsWith(id + ": ")))
                .toList();
        assertThat(without).as("problems without a golden text").isEmpty();
    }

    @Test
    void everyTextIsCompared() throws IOException {
        Set<String> compared = new TreeSet<>();
        for (Path source : files(Path.of("src/test/java"))) {
            CHECK.matcher(Files.readString(source)).results().forEach(check -> compared.add(check.group(1)));
        }
        List<String> goldens = files(Path.of("src/test/resources/problems")).stream()
                .map(file -> file.getFileName().toString().replace(".txt", ""))
                .map(id -> id.toUpperCase(Locale.ROOT).replace('-', '_'))
                .toList();
        assertThat(goldens).containsExactlyElementsOf(compared);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
