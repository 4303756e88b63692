package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every problem has a text that a real run printed: in a command-line script, or in a golden file that another test compares what
 * it saw with.
 */
class ProblemGoldensTest {
    private static final List<Path> FOLDERS =
            List.of(Path.of("src/test/resources/cli"), Path.of("src/test/resources/problems"));

    @Test
    void everyProblemHasAText() throws IOException {
        String all = "";
        for (Path folder : FOLDERS) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    all += Files.readString(file) + "\n";
                }
            }
        }
        String texts = all;
        List<String> without = Arrays.stream(ProblemId.values())
                .filter(id -> id != ProblemId.INTERNAL_ERROR)
                .map(ProblemId::toString)
                .filter(id -> texts.lines().noneMatch(line -> line.startsWith(id + ": ")))
                .collect(Collectors.toList());
        assertThat(without).as("problems without a golden text").isEmpty();
    }
}
