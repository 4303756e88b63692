package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.report.ProblemReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares a problem that a test met with its golden text; {@code make golden} rewrites it. */
public final class GoldenProblem {
    private static final Path FOLDER = Path.of("src/test/resources/problems");

    private GoldenProblem() {}

    /**
     * Compares.
     *
     * @param id      which problem it must be
     * @param varying pairs of a regular expression and the word that stands for what it matches
     */
    public static void check(ProblemId id, Problem problem, String... varying) throws IOException {
        assertThat(problem.id()).as(problem.toString()).isEqualTo(id);
        check(id, ProblemReport.text(problem), varying);
    }

    /** Compares the problem's text as a run printed it. */
    public static void check(ProblemId id, String printed, String... varying) throws IOException {
        String text = printed;
        for (int i = 0; i < varying.length; i += 2) {
            text = text.replaceAll(varying[i], varying[i + 1]);
        }
        Path golden = FOLDER.resolve(id + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(golden, text);
        }
        assertThat(text).as(golden.toString()).isEqualTo(Files.readString(golden));
    }
}
