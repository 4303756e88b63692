package dev.plumbline.plan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.TwoAtATime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * The plan of a diff, run on where it comes from, gives where it leads; and the plan of the way back gives where it came from.
 * {@code -Droundtrip.cases=DIR} reads the cases of another directory, {@code -Droundtrip.case=TEXT} runs those whose name holds it.
 */
@Tag("database")
class RoundTripTest {
    private static final Path CASES = Path.of(System.getProperty("roundtrip.cases", "src/test/resources/roundtrip"));

    private record Case(String name, RoundTrip trip) {}

    @TestFactory
    Stream<DynamicTest> thereAndBack() throws IOException {
        List<String> open = Files.readAllLines(CASES.resolve("open.txt"));
        String only = System.getProperty("roundtrip.case", "");
        Map<String, Executable> trips = new LinkedHashMap<>();
        for (Case it : cases()) {
            if (it.name().contains(only)) {
                trips.put(it.name(), () -> check(it, open.contains(it.name())));
            }
        }
        return TwoAtATime.run(trips);
    }

    private static void check(Case it, boolean open) throws SQLException {
        if (open) {
            assertThatThrownBy(it.trip()::check).isInstanceOf(AssertionError.class);
        } else {
            it.trip().check();
        }
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(CASES)) {
            for (Path file : files.sorted().toList()) {
                String stem = file.getFileName().toString().replace(".txt", "");
                String[] blocks = Files.readString(file).split("(?m)^### ", -1);
                for (int i = 1; i < blocks.length; i++) {
                    String[] nameAndBody = blocks[i].split("\n", 2);
                    String[] halves = nameAndBody[1].split("(?m)^--->$", 2);
                    cases.add(new Case(stem + ": " + nameAndBody[0], new RoundTrip(halves[0], halves[1])));
                }
            }
        }
        return cases;
    }
}
