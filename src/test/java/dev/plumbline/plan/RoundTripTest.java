package dev.plumbline.plan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The plan of a diff, run on where it comes from, gives where it leads; and the plan of the way back gives where it came from.
 * {@code -Droundtrip.cases=DIR} reads the cases of another directory, {@code -Droundtrip.case=TEXT} runs those whose name holds it.
 */
@Tag("database")
class RoundTripTest {
    private static final Path CASES = Path.of(System.getProperty("roundtrip.cases", "src/test/resources/roundtrip"));

    private static final int THREADS = 2;

    private record Case(String name, RoundTrip trip) {}

    @TestFactory
    Stream<DynamicTest> thereAndBack() throws IOException {
        List<String> open = Files.readAllLines(CASES.resolve("open.txt"));
        String only = System.getProperty("roundtrip.case", "");
        List<DynamicTest> tests = new ArrayList<>();
        // Two at a time: while the one waits for the server, the other plans.
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Case it : cases()) {
                if (it.name().contains(only)) {
                    Future<?> done = threads.submit(() -> {
                        check(it, open.contains(it.name()));
                        return it;
                    });
                    tests.add(DynamicTest.dynamicTest(it.name(), () -> held(done)));
                }
            }
        }
        return tests.stream();
    }

    private static void check(Case it, boolean open) throws SQLException {
        if (open) {
            assertThatThrownBy(it.trip()::check).isInstanceOf(AssertionError.class);
        } else {
            it.trip().check();
        }
    }

    private static void held(Future<?> done) throws Throwable {
        try {
            done.get();
        } catch (ExecutionException e) {
            throw e.getCause();
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
