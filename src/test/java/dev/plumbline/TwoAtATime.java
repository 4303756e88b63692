package dev.plumbline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** Cases that run two at a time: while the one waits for the server, the other computes. */
public final class TwoAtATime {
    private static final int THREADS = 2;

    private TwoAtATime() {}

    /** Runs all of them, and returns a test for each that tells how it went. */
    public static Stream<DynamicTest> run(Map<String, Executable> cases) {
        List<DynamicTest> tests = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            cases.forEach((name, test) -> {
                Future<?> done = threads.submit(() -> {
                    try {
                        test.execute();
                    } catch (Exception | Error e) {
                        throw e;
                    } catch (Throwable e) {
                        throw new AssertionError(e);
                    }
                    return name;
                });
                tests.add(DynamicTest.dynamicTest(name, () -> held(done)));
            });
        }
        return tests.stream();
    }

    private static void held(Future<?> done) throws Throwable {
        try {
            done.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }
}
