package dev.plumbline.sql;

import static org.assertj.core.api.Assertions.assertThat;

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
    private static final String[] PIECES = {
        "'",
        "\"",
        "$",
        "$$",
        "$a$",
        "\\",
        "\\.",
        "\n",
        "\r\n",
        "\r",
        ";",
        "(",
        ")",
        "--",
        "/*",
        "*/",
        "E'",
        "U&'",
        "U&\"",
        "${",
        "${x}",
        "}",
        "COPY t FROM stdin;\n",
        "\n\\.\n",
        "BEGIN ATOMIC",
        "END;",
        "CREATE FUNCTION",
        "\\x ",
        "\\\\",
        "`",
        "1e+",
        "..",
        ":=",
        "😀",
        "-- plumb:"
    };

    @Test
    void nothingButProblemsIsThrown() {
        long end = System.nanoTime()
                + Duration.ofSeconds(Long.getLong("fuzz.seconds", 2)).toNanos();
        long seed = Long.getLong("fuzz.seed", new Random().nextLong());
        do {
            byte[] bytes = bytes(new Random(seed));
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

    private static byte[] bytes(Random random) {
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "" : SEED);
        for (int i = random.nextInt(8); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, Math.min(text.length(), at + random.nextInt(12)));
                case 1 -> text.insert(at, (char) random.nextInt(0x250));
                case 2 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(60))));
                default -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(8) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }
}
