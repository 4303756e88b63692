package dev.plumbline.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FuzzBytes;
import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes come in, a script or a problem comes out. Runs for two seconds, or for {@code -Dfuzz.seconds}; a failure
 * names the seed, {@code -Dfuzz.seed} repeats it.
 */
class SplitterFuzzTest {
    private static final String SEED = """
            -- plumb:no-transaction ${x}
            CREATE FUNCTION "f"(a int) RETURNS int BEGIN ATOMIC SELECT CASE WHEN a > 1 THEN $1 END; END;
            INSERT INTO t VALUES ('a''b', E'\\'c', $$d$$, $e$ $$ $e$, U&'\\0061', 1.5e-3) -- ünï 😀
              /* /* n */ */; \\echo x
            COPY t FROM stdin WITH (format csv);
            1,'"\\
            \\.
            CREATE RULE r AS ON INSERT TO t DO (SELECT ${y}; SELECT 'x'
              'y');
            \\connect z
            """;
    private static final FuzzBytes INPUTS = FuzzBytes.of("", SEED);

    @Test
    void nothingButProblemsIsThrown() {
        long end = System.nanoTime()
                + Duration.ofSeconds(Long.getLong("fuzz.seconds", 2)).toNanos();
        long seed = Long.getLong("fuzz.seed", new Random().nextLong());
        do {
            byte[] bytes = INPUTS.next(new Random(seed));
            try {
                attempt(bytes);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "-Dfuzz.seed=" + seed + ": " + new String(bytes, StandardCharsets.ISO_8859_1), e);
            }
            seed++;
        } while (System.nanoTime() < end);
    }

    private static void attempt(byte[] bytes) {
        try {
            SourceText source = SourceText.of("a.sql", bytes).expand(Map.of("x", "'", "y", "1"));
            Script script = Splitter.split(source);
            assertThat(Canonical.of(script).script()).hasSize(64);
            assertThat(Canonical.of(script).statements())
                    .hasSameSizeAs(script.statements())
                    .allSatisfy(checksum -> assertThat(checksum).hasSize(16));
            if (script.notes().isEmpty()) {
                Invariants.check(script);
            }
        } catch (ProblemException e) {
            Problem problem = e.problem();
            assertThat(problem.what()).isNotBlank();
            assertThat(problem.at()).hasSize(1);
            assertThat(problem.remedies()).isNotEmpty();
            assertThat(problem.excerpt().size()).isIn(0, 2);
        }
    }
}
